package dev.beckon.channels.socket;

/**
 * Why the server closes a connection. phoenix.js 1.8 comes back after every code but 1000, the Kotlin client after every
 * code, the Swift client after none (their sources).
 */
public enum CloseCode {
    /** Nothing came from the client for the idle timeout. */
    IDLE(1001, "idle"),
    /** A frame was not a message; RFC 6455 §7.4.1 has no better code that clients retry. */
    MALFORMED(1011, "malformed message"),
    /** More bytes in one message than the server reads. */
    TOO_BIG(1009, "message too big"),
    /** A frame against RFC 6455. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** Text that is not UTF-8. */
    NOT_UTF8(1007, "not UTF-8"),
    /** A fault of the server; logged with its stack trace. */
    INTERNAL_ERROR(1011, "internal error"),
    /** Somebody with the right to do so disconnected the user; Phoenix's code for it. A block is enforced at the upgrade. */
    DISCONNECTED(1001, "disconnected"),
    /** The node stops; the client finds another one. */
    RESTART(1012, "service restart"),
    /** More bytes wait for the client than the bound allows. It catches up when it is back. */
    SLOW(4001, "too slow"),
    /** The client sends more messages a second than it may. It comes back, and has lost what it had not been answered. */
    FLOODING(4002, "too many messages"),
    /** The token with which the client came is no longer valid. It comes back with a fresh one. */
    TOKEN_EXPIRED(4003, "token expired"),
    /** One connection more than its user or this node may have; it was let in when there was still room for one. */
    TOO_MANY_CONNECTIONS(4004, "too many connections");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
