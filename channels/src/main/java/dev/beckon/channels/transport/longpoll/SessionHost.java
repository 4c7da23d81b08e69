package dev.beckon.channels.transport.longpoll;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Whoever can reach a session: the node that holds it, or the relay to it. Answers {@link Answer#GONE} if it is dead. */
interface SessionHost {

    /**
     * Waits for messages; cancelled when the client is gone. Never fails.
     *
     * @param id of this poll alone
     */
    Uni<Answer> poll(SessionToken token, UUID id);

    /** The answer to poll {@code id} cannot have reached the client. */
    void lost(SessionToken token, UUID id);

    /** Completes when what was posted is handled. Never fails. */
    Uni<Answer> post(SessionToken token, Post post);
}
