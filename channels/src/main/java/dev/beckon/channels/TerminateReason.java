package dev.beckon.channels;

/** Reasons for which a member left its topic. */
public enum TerminateReason {
    /** The client left the topic. */
    LEFT,
    /** The client's connection is gone. */
    CLOSED,
    /** The node stops; the client reconnects to another one. */
    DRAINED,
    /** The client joined the topic again. */
    DUPLICATE_JOIN,
    /** The channel ended the membership itself. */
    STOPPED,
    /** A callback failed, or too many tasks waited for it. */
    ERROR
}
