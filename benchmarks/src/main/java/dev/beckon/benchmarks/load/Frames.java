package dev.beckon.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames of a client (RFC 6455 §5.2) and what is read of a server's. A time is 19 digits of {@link System#nanoTime}, which on
 * Linux is the same clock in every process.
 */
final class Frames {

    static final int DIGITS = 19;
    static final String TIME = "0".repeat(DIGITS);

    private static final int TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    /** Not zero, which a server may skip. */
    private static final byte[] MASK = {0x2a, 0x17, 0x6c, 0x05};

    private Frames() {}

    static ByteBuffer text(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(bytes.length + 8);
        frame.put((byte) TEXT);
        if (bytes.length < TWO_BYTES) {
            frame.put((byte) (MASKED | bytes.length));
        } else {
            frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) bytes.length);
        }
        frame.put(MASK);
        for (int i = 0; i < bytes.length; i++) {
            frame.put((byte) (bytes[i] ^ MASK[i & 3]));
        }
        return frame.flip();
    }

    /** A server's, into {@code out}, ready to be written. */
    static ByteBuffer unmasked(String payload, ByteBuffer out) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        out.clear().put((byte) TEXT);
        if (bytes.length < TWO_BYTES) {
            out.put((byte) bytes.length);
        } else {
            out.put((byte) TWO_BYTES).putShort((short) bytes.length);
        }
        return out.put(bytes).flip();
    }

    /** The next of a client's messages of up to 64 KB, all of which is there. */
    static String read(ByteBuffer in) {
        in.get();
        int length = in.get() & 0x7f;
        byte[] mask = new byte[MASK.length];
        byte[] bytes = new byte[length < TWO_BYTES ? length : in.getShort() & 0xffff];
        in.get(mask).get(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i & 3];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A frame whose time is set again for each message. */
    record Timed(ByteBuffer frame, int payloadStart, int timeAt) {

        /** @param payload has {@link #TIME} in it once */
        static Timed of(String payload) {
            ByteBuffer frame = text(payload);
            return new Timed(frame, frame.limit() - payload.getBytes(StandardCharsets.UTF_8).length, payload.indexOf(TIME));
        }

        ByteBuffer at(long nanos) {
            long rest = nanos;
            for (int i = timeAt + DIGITS - 1; i >= timeAt; i--) {
                frame.put(payloadStart + i, (byte) (('0' + rest % 10) ^ MASK[i & 3]));
                rest /= 10;
            }
            return frame.rewind();
        }
    }

    /** @return -1 if there are no 19 digits at {@code index} */
    static long time(ByteBuffer in, int index) {
        if (index + DIGITS > in.limit()) {
            return -1;
        }
        long time = 0;
        for (int i = index; i < index + DIGITS; i++) {
            int digit = in.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            time = time * 10 + digit;
        }
        return time;
    }
}
