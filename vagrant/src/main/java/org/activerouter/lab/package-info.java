/**
 * The programs of the lab: a directory server, its peers, and what makes their traffic. In: command-line options. Out: real
 * conversations over plain sockets, and reports of what each side counted itself. They know nothing of the router and share
 * no code with it, because their counts are what the router's are compared with.
 */
@NullMarked
package org.activerouter.lab;

import org.jspecify.annotations.NullMarked;
