package dev.beckon.channels.channel;

/** Why a member is no longer on its topic. */
public enum TerminateReason {
    /** The client said so. */
    LEFT,
    /** Its connection is gone. */
    CLOSED,
    /** The node stops; the client comes back at another one. */
    DRAINED,
    /** The client joined the topic again. */
    DUPLICATE_JOIN,
    /** The channel itself said so. */
    STOPPED,
    /** A callback failed, or too much was waiting for it. */
    ERROR
}
