package dev.beckon.verify.swarm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** RFC 6455 as far as a client needs it whose server cuts no message into pieces. */
final class Frames {

    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    private static final int PONG = 0xA;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int MASK_BYTES = 4;
    private static final int NO_STATUS = 1005;

    private Frames() {}

    static ByteBuffer text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer pong(ByteBuffer ping) {
        byte[] payload = new byte[ping.remaining()];
        ping.get(payload);
        return frame(PONG, payload);
    }

    /** Masked with zeros, which is a mask like any other and costs nothing. */
    private static ByteBuffer frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + MASK_BYTES + 4);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < SHORT) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | SHORT)).putShort((short) payload.length);
        }
        return frame.putInt(0).put(payload).flip();
    }

    interface Receiver {
        void received(int opcode, ByteBuffer payload);
    }

    /**
     * Takes all whole frames out of {@code bytes} and leaves the rest.
     *
     * @throws IllegalArgumentException if a message came in pieces
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

    /** @return negative if it is not there yet */
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
