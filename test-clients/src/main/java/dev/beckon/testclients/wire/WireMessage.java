package dev.beckon.testclients.wire;

import java.util.HexFormat;

/** A message from one side of a connection to the other. */
public sealed interface WireMessage {

    record Text(String text) implements WireMessage {

        @Override
        public String toString() {
            return text;
        }
    }

    record Binary(byte[] bytes) implements WireMessage {

        @Override
        public String toString() {
            return "bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes);
        }
    }

    record Ping(byte[] bytes) implements WireMessage {

        @Override
        public String toString() {
            return "ping " + HexFormat.of().formatHex(bytes);
        }
    }

    record Pong(byte[] bytes) implements WireMessage {

        @Override
        public String toString() {
            return "pong " + HexFormat.of().formatHex(bytes);
        }
    }

    /** Bytes that need not be a frame. */
    record Raw(byte[] bytes) implements WireMessage {}

    /**
     * The end.
     *
     * @param code of the close frame; {@link #CUT} if there was none. Long polling has no codes: the status that ended the session
     */
    record Close(int code) implements WireMessage {

        public static final int CUT = 1006;

        @Override
        public String toString() {
            return code == CUT ? "end" : "close " + code;
        }
    }
}
