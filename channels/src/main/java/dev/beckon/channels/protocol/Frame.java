package dev.beckon.channels.protocol;

/** One encoded message, ready for any number of connections. */
public sealed interface Frame {

    /** What it takes on the wire; counts against a connection's bound. */
    int sizeBytes();

    /** @param sizeBytes of {@code text} as UTF-8 */
    record Text(String text, int sizeBytes) implements Frame {

        public Text(String text) {
            this(text, utf8Bytes(text));
        }

        /** Counted here once, because a frame is sent to many. A surrogate pair is two chars and four bytes. */
        private static int utf8Bytes(String text) {
            int bytes = text.length();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= 0x80) {
                    bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
                }
            }
            return bytes;
        }
    }

    /** @param bytes never changed once it is here */
    record Binary(byte[] bytes) implements Frame {

        @Override
        public int sizeBytes() {
            return bytes.length;
        }
    }
}
