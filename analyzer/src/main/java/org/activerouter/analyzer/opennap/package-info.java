/**
 * OpenNap: the Napster protocol as opennap servers speak it.
 *
 * <p>In: the bytes of one connection, both directions, with gaps. Out: observations of log-ins, shares, searches and their
 * answers. Thread: a conversation belongs to the analysis thread.
 *
 * <p>The way of a byte: {@link org.activerouter.analyzer.opennap.MessageStream} cuts messages (and finds the boundary again by
 * {@link org.activerouter.analyzer.opennap.BoundarySearch}), {@link org.activerouter.analyzer.opennap.OpenNapConversation} says what
 * they mean, {@link org.activerouter.analyzer.opennap.SearchExchanges} gives answers to searches.
 */
@NullMarked
package org.activerouter.analyzer.opennap;

import org.jspecify.annotations.NullMarked;
