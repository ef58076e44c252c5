/**
 * What an operator can ask for.
 *
 * <p>In: arguments. Out: reports on standard output, everything else on standard error, and an
 * {@link org.activerouter.manager.command.ExitCode}. Thread: the main thread; signals come from the JVM's own.
 */
@NullMarked
package org.activerouter.manager.command;

import org.jspecify.annotations.NullMarked;
