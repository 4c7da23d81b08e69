package dev.beckon.testclients.swarm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The part of RFC 6455 that a client needs if its server does not fragment messages. */
public final class SwarmFrames {

    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    private static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    /** Not zero: a server may skip unmasking for a zero mask. */
    private static final byte[] MASK = {0x2a, 0x17, 0x6c, 0x05};
    private static final int NO_STATUS = 1005;

    private SwarmFrames() {}

    public static ByteBuffer text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer pong(ByteBuffer ping) {
        byte[] payload = new byte[ping.remaining()];
        ping.get(payload);
        return frame(PONG, payload);
    }

    private static ByteBuffer frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + MASK.length + 4);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < SHORT) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | SHORT)).putShort((short) payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put(masked(payload[i], i));
        }
        return frame.flip();
    }

    /** @param index in the payload */
    public static byte masked(byte value, int index) {
        return (byte) (value ^ MASK[index & 3]);
    }

    interface Receiver {
        void received(int opcode, ByteBuffer payload);
    }

    /**
     * Takes all complete frames out of {@code bytes} and leaves the rest.
     *
     * @throws IllegalArgumentException if a message is fragmented
     */
    static void read(ByteBuffer bytes, Receiver receiver) {
        while (bytes.remaining() >= 2) {
            int start = bytes.position();
            int head = bytes.get();
            int length = length(bytes);
            if (length < 0 || bytes.remaining() < length) {
                bytes.position(start);
                return;
            }
            if ((head & FINAL) == 0) {
                throw new IllegalArgumentException("a message in pieces");
            }
            ByteBuffer payload = bytes.slice(bytes.position(), length);
            bytes.position(bytes.position() + length);
            receiver.received(head & 0xF, payload);
        }
    }

    /** @return negative if the length has not arrived yet */
    private static int length(ByteBuffer bytes) {
        int length = bytes.get() & 0x7F;
        if (length == SHORT) {
            return bytes.remaining() < Short.BYTES ? -1 : bytes.getShort() & 0xFFFF;
        }
        if (length == LONG) {
            return bytes.remaining() < Long.BYTES ? -1 : Math.toIntExact(bytes.getLong());
        }
        return length;
    }

    static int closeCode(ByteBuffer payload) {
        return payload.remaining() < Short.BYTES ? NO_STATUS : payload.getShort() & 0xFFFF;
    }
}
