package org.activerouter.analyzer.learning;

import org.activerouter.capture.Endpoint;

/**
 * A server whose protocol was recognised on a port nobody had named.
 *
 * @param server its address and port
 * @param protocol id of the protocol
 * @param nanos when it was recognised
 */
public record LearnedService(Endpoint server, String protocol, long nanos) {}
