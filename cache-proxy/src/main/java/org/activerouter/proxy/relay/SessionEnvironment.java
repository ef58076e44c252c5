package org.activerouter.proxy.relay;

/**
 * What all sessions of a service share.
 *
 * @param limits what they may use
 * @param admission who is inside, and how much waits
 * @param refusals why sessions were ended
 */
record SessionEnvironment(RelayLimits limits, Admission admission, Refusals refusals) {}
