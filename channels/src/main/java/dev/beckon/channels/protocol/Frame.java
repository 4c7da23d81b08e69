package dev.beckon.channels.protocol;

/**
 * One encoded message, ready for any number of connections.
 *
 * @param text the text frame's content
 */
public record Frame(String text) {

    /** What counts against a connection's bound; characters, which is bytes for all but non-ASCII text. */
    public int size() {
        return text.length();
    }
}
