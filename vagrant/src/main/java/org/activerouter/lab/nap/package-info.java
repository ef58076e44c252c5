/**
 * OpenNap as the lab's programs speak it: messages in and out of plain streams. In: bytes of a socket. Out: messages. Each
 * reader and writer belongs to the one thread that serves its connection.
 */
@NullMarked
package org.activerouter.lab.nap;

import org.jspecify.annotations.NullMarked;
