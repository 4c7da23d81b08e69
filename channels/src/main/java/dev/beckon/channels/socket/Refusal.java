package dev.beckon.channels.socket;

/** Why a client is not let in; all it sees is 403. In the order in which they are looked for. */
public enum Refusal {
    /** Its token cannot be decoded. */
    TOKEN,
    /** It offers sub-protocols, and none that is spoken here. */
    SUBPROTOCOL,
    /** This node has as many connections as it may. */
    FULL,
    /** This node stops. */
    DRAINING,
    /** A page of another origin. */
    ORIGIN,
    /** It speaks no version of the protocol that this node knows. */
    VERSION,
    /** Too many newcomers were before it. */
    CROWD,
    /** The application's {@code connect} refused it. */
    REFUSED,
    /** The application's {@code connect} failed. */
    FAILED,
    /** Its id is blocked. */
    BLOCKED,
    /** Its id has as many connections as it may. */
    TOO_MANY_OF_ID
}
