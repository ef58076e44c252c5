/**
 * Which member of a server group gets a connection or a request.
 *
 * <p>In: rosters (who is in a group, and with what share) from whoever judges their health, and what became of each request. Out:
 * a member for the next one, and figures of each member. Thread: any, unless a type says otherwise.
 */
@NullMarked
package org.activerouter.proxy.balance;

import org.jspecify.annotations.NullMarked;
