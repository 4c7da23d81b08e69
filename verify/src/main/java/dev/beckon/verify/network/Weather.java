package dev.beckon.verify.network;

/** What a {@link TcpProxy} does with what it is given. */
public enum Weather {
    /** Passes it on at once. */
    CALM,
    /** Passes each piece on late. */
    SLOW,
    /** Takes connections and bytes, and passes nothing on. */
    STALLED,
    /** Breaks all connections, and each new one at once. */
    BROKEN,
    /** Loses those messages that its {@link Thief} is after. */
    LOSSY
}
