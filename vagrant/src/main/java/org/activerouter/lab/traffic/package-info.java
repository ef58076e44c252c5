/**
 * Captures made by seed: tens of thousands of OpenNap sessions on a simulated wire, with the true counts beside them. In: a
 * seed and a number of packets. Out: a pcap file and a JSON file. One thread; time is simulated, in microseconds of the
 * capture's clock.
 */
@NullMarked
package org.activerouter.lab.traffic;

import org.jspecify.annotations.NullMarked;
