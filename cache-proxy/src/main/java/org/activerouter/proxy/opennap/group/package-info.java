/**
 * OpenNap directories as a group: the searches of redirected clients are answered by other members than the one that their session
 * is with, by one for each search or by all of them at once.
 *
 * <p>In: the bytes of redirected clients and of the members that their sessions are with; rosters. Out: the same bytes, but for
 * searches that go to members on connections of the router's own, and their answers, made one. Thread: a session and the lines that
 * answer its searches belong to one event loop.
 *
 * <p>The way of a search: {@link org.activerouter.proxy.opennap.group.ClientSide} finds it,
 * {@link org.activerouter.proxy.opennap.group.SearchQueue} takes one after the other,
 * {@link org.activerouter.proxy.opennap.group.GroupSearch} gives it to members over a
 * {@link org.activerouter.proxy.opennap.group.SearchLine} each, {@link org.activerouter.proxy.opennap.group.Union} makes one
 * answer of theirs.
 */
@NullMarked
package org.activerouter.proxy.opennap.group;

import org.jspecify.annotations.NullMarked;
