package dev.beckon.channels.transport.longpoll;

import io.smallrye.mutiny.Uni;

/** Whoever can reach a session: the node that holds it, or the relay to it. Answers {@link Answer#GONE} if it is dead. */
interface SessionHost {

    /** Waits for messages; cancelled when the client is gone. Never fails. */
    Uni<Answer> poll(SessionToken token);

    /** Completes when what was posted is handled. Never fails. */
    Uni<Answer> post(SessionToken token, Post post);
}
