package dev.beckon.channels;

/**
 * Reasons for which the server closes a connection. phoenix.js 1.8 reconnects after every code but 1000, the Kotlin
 * client after every code, the Swift client after none (source: their code).
 */
public enum CloseCode {
    /** The client sent nothing for the idle timeout. */
    IDLE(1001, "idle"),
    /** A frame was not a message. RFC 6455 §7.4.1 has no better code after which clients retry. */
    MALFORMED(1011, "malformed message"),
    /** One message has more bytes than the server accepts. */
    TOO_BIG(1009, "message too big"),
    /** A frame violates RFC 6455. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** A text frame is not UTF-8. */
    NOT_UTF8(1007, "not UTF-8"),
    /** A fault of the server; logged with its stack trace. */
    INTERNAL_ERROR(1011, "internal error"),
    /** The application disconnected the user; Phoenix uses the same code. A block is enforced at the upgrade. */
    DISCONNECTED(1001, "disconnected"),
    /** The node stops; the client reconnects to another one. */
    RESTART(1012, "service restart"),
    /** More bytes wait for the client than the bound allows. The client catches up after it reconnects. */
    SLOW(4001, "too slow"),
    /** The client sends more messages per second than it may. It reconnects, and its unanswered messages are lost. */
    FLOODING(4002, "too many messages"),
    /** The token with which the client connected is no longer valid. The client reconnects with a fresh one. */
    TOKEN_EXPIRED(4003, "token expired"),
    /** The user or this node has one connection too many; there was still room when this one was admitted. */
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
