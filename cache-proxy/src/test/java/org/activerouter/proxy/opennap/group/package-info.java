/** Tests of directories as a group: clients, servers in memory and a clock that moves when the test says so. */
@NullMarked
package org.activerouter.proxy.opennap.group;

import org.jspecify.annotations.NullMarked;
