package dev.beckon.testclients.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** A frame of RFC 6455 §5.2. */
public record WebSocketFrame(boolean fin, int opcode, byte[] payload) {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int SEVEN_BITS = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MAX_16 = 0xFFFF;
    private static final int MASK_BYTES = 4;

    /** Encodes as a client, which has to mask: §5.3. */
    public byte[] masked(RandomGenerator random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((fin ? FIN : 0) | opcode);
        if (payload.length <= SEVEN_BITS) {
            out.write(MASKED | payload.length);
        } else if (payload.length <= MAX_16) {
            out.write(MASKED | LENGTH_16);
            out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) payload.length).array());
        } else {
            out.write(MASKED | LENGTH_64);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(payload.length).array());
        }
        byte[] mask = new byte[MASK_BYTES];
        random.nextBytes(mask);
        out.writeBytes(mask);
        byte[] content = payload.clone();
        for (int i = 0; i < content.length; i++) {
            content[i] ^= mask[i % MASK_BYTES];
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /**
     * Decodes a frame that a server sent.
     *
     * @throws ProtocolBroken if it is masked or uses a reserved bit
     */
    static WebSocketFrame read(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((first & 0x70) != 0 || (second & MASKED) != 0) {
            throw new ProtocolBroken("the server's frame begins with %02x %02x".formatted(first, second));
        }
        long length = switch (second) {
            case LENGTH_16 -> in.readUnsignedShort();
            case LENGTH_64 -> in.readLong();
            default -> second;
        };
        return new WebSocketFrame((first & FIN) != 0, first & 0x0F, in.readNBytes(Math.toIntExact(length)));
    }

    /** The server breaks RFC 6455. */
    static final class ProtocolBroken extends IOException {

        private static final long serialVersionUID = 1;

        ProtocolBroken(String what) {
            super(what);
        }
    }
}
