/**
 * OpenNap (the Napster protocol as spoken by opennap servers)
 *
 * <p>In:  framing, messages, search grammar, pairing.. Out: bytes of one connection:observations.
 */
@NullMarked
package org.activerouter.analyzer.opennap;

import org.jspecify.annotations.NullMarked;
