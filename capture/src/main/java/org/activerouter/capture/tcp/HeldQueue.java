package org.activerouter.capture.tcp;

/** Where one direction's bytes lie in {@link HeldBlocks}, and which they are. */
class HeldQueue {
    /** First and last place in the blocks. */
    int head = HeldBlocks.NONE;

    int tail = HeldBlocks.NONE;

    /** The sequence number of the first byte that is held: the first that was not told. */
    int told;
}
