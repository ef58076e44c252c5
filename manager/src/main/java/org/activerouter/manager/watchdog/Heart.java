package org.activerouter.manager.watchdog;

import java.util.function.LongSupplier;

/**
 * Something that must move.
 *
 * @param name what stands still if it does not
 * @param beats grows as long as it moves
 */
public record Heart(String name, LongSupplier beats) {}
