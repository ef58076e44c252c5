package org.activerouter.analyzer.load;

/**
 * Queries per second.
 *
 * @param mean over everything seen: N over the absolute span between the first and the last query (paper, equation 2: QR = N /
 *     (T_fq - T_lq), whose sign is turned); 0 while fewer than two queries were seen
 * @param peak highest number in one second of the capture's clock
 * @param window mean over the sliding window
 */
public record QueryRate(double mean, double peak, double window) {}
