/**
 * What was measured, written down: tables and sentences for people, JSON for programs.
 *
 * <p>In: immutable snapshots of the analyzer. Out: text. Thread: any; nothing here keeps state between calls.
 */
@NullMarked
package org.activerouter.manager.report;

import org.jspecify.annotations.NullMarked;
