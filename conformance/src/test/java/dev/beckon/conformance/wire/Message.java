package dev.beckon.conformance.wire;

import java.util.HexFormat;

/** What one side of a connection sends the other. */
public sealed interface Message {

    record Text(String text) implements Message {

        @Override
        public String toString() {
            return text;
        }
    }

    record Binary(byte[] bytes) implements Message {

        @Override
        public String toString() {
            return "bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes);
        }
    }

    record Ping(byte[] bytes) implements Message {

        @Override
        public String toString() {
            return "ping " + HexFormat.of().formatHex(bytes);
        }
    }

    record Pong(byte[] bytes) implements Message {

        @Override
        public String toString() {
            return "pong " + HexFormat.of().formatHex(bytes);
        }
    }

    /** Bytes that need be no frame at all. */
    record Raw(byte[] bytes) implements Message {}

    /**
     * The end.
     *
     * @param code of the close frame; {@link #CUT} if there was none. Long polling has no codes: {@link #SESSION_OVER}
     */
    record Close(int code) implements Message {

        public static final int CUT = 1006;
        public static final int SESSION_OVER = 410;

        @Override
        public String toString() {
            return code == CUT ? "end" : "close " + code;
        }
    }
}
