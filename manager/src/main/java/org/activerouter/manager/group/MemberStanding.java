package org.activerouter.manager.group;

import org.activerouter.capture.Endpoint;

/**
 * How a member stands at one moment; immutable.
 *
 * @param member where it listens
 * @param state whether it gets anybody new
 * @param share its share of the traffic, 0 to 1: of all that the group gives away by weight
 * @param reason why it is not simply in, a phrase; empty if it is
 * @param responseMillis its time to the first byte lately; NaN if too little is known
 * @param requests it had lately
 * @param failures of those
 * @param byBalancer whether these figures are a balancer's; else those of the packets
 * @param ejections how often it was ejected, as far as that is held against it
 */
public record MemberStanding(
        Endpoint member,
        MemberState state,
        double share,
        String reason,
        double responseMillis,
        long requests,
        long failures,
        boolean byBalancer,
        int ejections) {}
