package org.activerouter.analyzer.load;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How many different addresses were seen: exact up to {@link #EXACT}, an estimate beyond (HyperLogLog: Flajolet, Fusy, Gandouet
 * and Meunier, 2007; 4096 registers, standard error 1.6 %). At most 4 kB, whatever is seen.
 */
final class DistinctAddresses {
    /** Most addresses that are counted exactly. */
    static final int EXACT = 256;

    private static final int INDEX_BITS = 12;
    private static final int REGISTERS = 1 << INDEX_BITS;

    /** The bias correction for 4096 registers, from the same paper. */
    private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

    /** Open addressing, a power of two, 0 means free. */
    private long[] exact = new long[4];

    private int size;
    private byte @Nullable [] registers;

    /** The estimate from the registers as they are; negative when they have changed since. */
    private long estimate = -1;

    void add(InetAddress address) {
        long hash = hash(address.getAddress());
        if (registers != null) {
            estimate = register(registers, hash) ? -1 : estimate;
        } else if (put(exact, hash)) {
            size++;
            grow();
        }
    }

    private void grow() {
        if (size > EXACT) {
            byte[] ranks = new byte[REGISTERS];
            for (long hash : exact) {
                if (hash != 0) {
                    register(ranks, hash);
                }
            }
            registers = ranks;
            exact = new long[0];
        } else if (size * 2 > exact.length) {
            long[] larger = new long[exact.length * 2];
            for (long hash : exact) {
                if (hash != 0) {
                    put(larger, hash);
                }
            }
            exact = larger;
        }
    }

    private static boolean put(long[] table, long hash) {
        int slot = (int) hash & (table.length - 1);
        while (table[slot] != 0) {
            if (table[slot] == hash) {
                return false;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = hash;
        return true;
    }

    private static boolean register(byte[] registers, long hash) {
        int index = (int) (hash >>> (Long.SIZE - INDEX_BITS));
        int rank = Math.min(Long.numberOfLeadingZeros(hash << INDEX_BITS), Long.SIZE - INDEX_BITS) + 1;
        boolean higher = rank > registers[index];
        if (higher) {
            registers[index] = (byte) rank;
        }
        return higher;
    }

    long count() {
        if (registers == null) {
            return size;
        }
        if (estimate < 0) {
            estimate = Math.round(estimate(registers));
        }
        return estimate;
    }

    private static double estimate(byte[] registers) {
        double inverse = 0;
        int untouched = 0;
        for (byte rank : registers) {
            inverse += 1.0 / (1L << rank);
            untouched += rank == 0 ? 1 : 0;
        }
        double raw = ALPHA * REGISTERS * REGISTERS / inverse;
        boolean few = raw <= 2.5 * REGISTERS && untouched > 0;
        return few ? REGISTERS * Math.log((double) REGISTERS / untouched) : raw;
    }

    /** Spreads an address over 64 bits (the finisher of splitmix64 for each eight bytes); never 0. */
    private static long hash(byte[] address) {
        long hash = address.length;
        for (int i = 0; i < address.length; i += 4) {
            long word = (address[i] & 0xFFL) << 24
                    | (address[i + 1] & 0xFFL) << 16
                    | (address[i + 2] & 0xFFL) << 8
                    | (address[i + 3] & 0xFFL);
            hash = mix(hash * 0x9E3779B97F4A7C15L + word);
        }
        return hash == 0 ? 1 : hash;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
