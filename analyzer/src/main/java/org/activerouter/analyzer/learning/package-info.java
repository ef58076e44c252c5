/**
 * Self-study
 *
 * <p>In:  which unknown ports speak a known protocol.. Out: first bytes of unknown connections:learned services.
 */
@NullMarked
package org.activerouter.analyzer.learning;

import org.jspecify.annotations.NullMarked;
