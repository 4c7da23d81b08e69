package dev.beckon.netty;

import io.netty.buffer.ByteBuf;

/** A frame on the wire: a head (RFC 6455 §5.2) and the content, which a server does not mask. */
final class WireFormat {

    static final int MAX_HEAD_BYTES = 10;

    private static final int FIN = 0x80;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int MAX_ONE_BYTE_LENGTH = 125;
    private static final int MAX_TWO_BYTE_LENGTH = 0xffff;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int EIGHT_BYTES_FOLLOW = 127;

    private WireFormat() {}

    static void write(boolean text, byte[] content, ByteBuf out) {
        out.writeByte(FIN | (text ? TEXT : BINARY));
        if (content.length <= MAX_ONE_BYTE_LENGTH) {
            out.writeByte(content.length);
        } else if (content.length <= MAX_TWO_BYTE_LENGTH) {
            out.writeByte(TWO_BYTES_FOLLOW).writeShort(content.length);
        } else {
            out.writeByte(EIGHT_BYTES_FOLLOW).writeLong(content.length);
        }
        out.writeBytes(content);
    }
}
