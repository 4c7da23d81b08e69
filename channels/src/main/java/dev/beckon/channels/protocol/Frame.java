package dev.beckon.channels.protocol;

/**
 * One encoded message, ready for any number of connections.
 *
 * @param text the text frame's content
 * @param sizeBytes what it takes on the wire, as UTF-8; counts against a connection's bound
 */
public record Frame(String text, int sizeBytes) {

    public Frame(String text) {
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
