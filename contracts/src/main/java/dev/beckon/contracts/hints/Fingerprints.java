package dev.beckon.contracts.hints;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * A set of 32-bit fingerprints of users, or of users at a revision. It may contain one that nobody put in: with n fingerprints,
 * the chance is n in four thousand million. Its form is their number and their ascending distances, as LEB128: three bytes each
 * for 1,000 to 260,000 fingerprints. Immutable.
 */
public final class Fingerprints {

    public static final Fingerprints NONE = new Fingerprints(new int[0]);

    private static final int SEVEN_BITS = 0x7f;

    /** Ascending and distinct; the sign bit is flipped, so that the signed order is the unsigned one. */
    private final int[] sorted;

    private Fingerprints(int[] sorted) {
        this.sorted = sorted;
    }

    /** @param fingerprints from {@link #of(String)} or {@link #of(int, long)}, in any order, with or without repetitions */
    public static Fingerprints of(int[] fingerprints) {
        return new Fingerprints(Arrays.stream(fingerprints).map(each -> each ^ Integer.MIN_VALUE).sorted().distinct().toArray());
    }

    /** A user's fingerprint: CRC-32 of the id in UTF-8, as in {@link dev.beckon.contracts.Lane}. */
    public static int of(String user) {
        CRC32 crc = new CRC32();
        crc.update(user.getBytes(UTF_8));
        return (int) crc.getValue();
    }

    /** The fingerprint of a user at a revision: the upper half of SplitMix64's mix of both. */
    public static int of(int user, long rev) {
        long mixed = (long) user << 32 | rev & 0xffff_ffffL;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return (int) ((mixed ^ mixed >>> 31) >>> 32);
    }

    public int size() {
        return sorted.length;
    }

    public boolean contains(int fingerprint) {
        return Arrays.binarySearch(sorted, fingerprint ^ Integer.MIN_VALUE) >= 0;
    }

    /** An upper bound of the bytes that {@link #write} needs. */
    int maxBytes() {
        return 5 * (sorted.length + 1);
    }

    void write(ByteBuffer to) {
        writeNumber(to, sorted.length);
        long last = 0;
        for (int each : sorted) {
            long value = Integer.toUnsignedLong(each ^ Integer.MIN_VALUE);
            writeNumber(to, value - last);
            last = value;
        }
    }

    /** @throws IllegalArgumentException if there is no set at the buffer's position */
    static Fingerprints read(ByteBuffer from) {
        try {
            long size = readNumber(from);
            if (size > from.remaining()) {
                throw new IllegalArgumentException("fewer fingerprints than announced");
            }
            int[] sorted = new int[(int) size];
            long value = 0;
            for (int i = 0; i < sorted.length; i++) {
                long distance = readNumber(from);
                value += distance;
                if (value > 0xffff_ffffL || i > 0 && distance == 0) {
                    throw new IllegalArgumentException("fingerprints are not ascending numbers of 32 bits");
                }
                sorted[i] = (int) value ^ Integer.MIN_VALUE;
            }
            return new Fingerprints(sorted);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the fingerprints end too early", e);
        }
    }

    private static void writeNumber(ByteBuffer to, long number) {
        long rest = number;
        while (rest > SEVEN_BITS) {
            to.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        to.put((byte) rest);
    }

    private static long readNumber(ByteBuffer from) {
        long number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = from.get();
            number |= (long) (next & SEVEN_BITS) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number has more than five bytes");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprints them && Arrays.equals(sorted, them.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return sorted.length + " fingerprints";
    }
}
