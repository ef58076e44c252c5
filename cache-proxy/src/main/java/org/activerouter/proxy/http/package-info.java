/**
 * HTTP/1.x between redirected clients and the members of a server group: each request goes to the member that is chosen for it, and
 * its answer comes back on the client's connection as if from the server that the client asked for.
 *
 * <p>In: the bytes of a session's client and of its connections with members. Out: the same bytes. Nothing is rewritten: heads are read
 * to know where a message ends and whether it may be tried again, and pass as they came. What is not HTTP, or ceases to be (an upgrade, a
 * tunnel), passes unread to one member. Thread: a session belongs to one event loop; what sessions share is for any.
 *
 * <p>The way of a byte: {@link org.activerouter.proxy.http.HttpHandler} gives it to its session's
 * {@link org.activerouter.proxy.http.HttpSession}, where {@link org.activerouter.proxy.http.HeadParser} and
 * {@link org.activerouter.proxy.http.Body} find the requests; an {@link org.activerouter.proxy.http.Exchange} takes each to a member and
 * brings the answer.
 */
@NullMarked
package org.activerouter.proxy.http;

import org.jspecify.annotations.NullMarked;
