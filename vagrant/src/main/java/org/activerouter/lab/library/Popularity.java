package org.activerouter.lab.library;

import java.util.List;

/**
 * A class of keywords that all match the same number of files.
 *
 * @param keywords how many there are
 * @param files how many files each of them matches
 */
public record Popularity(int keywords, int files) {
    /** The paper's Zipf-like distribution (section 5.3): 126 keywords over 120 files. */
    public static final List<Popularity> OF_THE_PAPER = List.of(
            new Popularity(6, 20),
            new Popularity(10, 12),
            new Popularity(20, 6),
            new Popularity(30, 4),
            new Popularity(60, 2));
}
