package org.activerouter.proxy.relay;

/**
 * What all sessions of a service share.
 *
 * @param limits what they may use
 * @param passage how clients come in and servers are reached
 * @param admission who is inside, and how much waits
 * @param refusals why sessions were ended
 */
record SessionEnvironment(RelayLimits limits, Passage passage, Admission admission, Refusals refusals) {}
