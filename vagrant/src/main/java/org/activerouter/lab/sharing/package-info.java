/**
 * Users as the paper's peers are: log in, share, search at a steady pace, fetch files from each other, come back when the
 * connection is lost. They know a server's address and nothing of a router. In: a library, a timetable. Out: a log of events.
 * Two platform threads per user, one that asks and one that reads.
 */
@NullMarked
package org.activerouter.lab.sharing;

import org.jspecify.annotations.NullMarked;
