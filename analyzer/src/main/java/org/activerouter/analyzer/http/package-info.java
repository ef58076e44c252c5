/**
 * HTTP/1.x (RFC 9110, RFC 9112) as a bystander reads it: requests and answers, in order, with the time to the first byte and to the end.
 *
 * <p>In: acknowledged bytes of a connection, cut anywhere. Out: observations. Thread: the analysis thread.
 *
 * <p>The reader is our own. Parsers of libraries are made for one end of a connection: they may take what is ambiguous one way or
 * the other, because their own end then acts on it. A bystander has to say that it does not know what the server made of it.
 * They also build an object for each header, and do not tell the stamp of a message's first byte. What is needed here, the
 * first line and four fields, is little.
 */
@NullMarked
package org.activerouter.analyzer.http;

import org.jspecify.annotations.NullMarked;
