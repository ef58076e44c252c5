/**
 * The cache proxy for OpenNap: the conversation of a redirected client with its server, in which searches are answered from what
 * the server has said before.
 *
 * <p>In: the bytes of both connections of a session. Out: the same bytes, but for searches that the server need not see, for their
 * answers, and for the field of the log-in that asks for compression. Thread: a session belongs to one event loop; what sessions
 * share ({@link org.activerouter.proxy.opennap.cache}, {@link org.activerouter.proxy.opennap.directory}) is for any.
 *
 * <p>The way of a byte: {@link org.activerouter.proxy.opennap.MessageSplitter} finds the messages,
 * {@link org.activerouter.proxy.opennap.NapSession} takes those that matter and lets all others pass,
 * {@link org.activerouter.proxy.opennap.ServerSearches} knows what the server has been asked,
 * {@link org.activerouter.proxy.opennap.Outbox} sends.
 */
@NullMarked
package org.activerouter.proxy.opennap;

import org.jspecify.annotations.NullMarked;
