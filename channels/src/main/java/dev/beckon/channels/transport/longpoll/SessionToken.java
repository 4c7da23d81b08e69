package dev.beckon.channels.transport.longpoll;

import java.time.Instant;
import java.util.UUID;

/**
 * What a client shows of its session. Every answer to a poll carries a new one, so the one that a client polls with tells
 * which answer it has read. The first one goes on working for clients that never take another.
 *
 * @param node where the session is
 * @param user stands for the user on every node, see {@link SessionTokens#userKey}
 * @param received how many messages the client has when it has the answer that carried this token
 */
record SessionToken(UUID node, UUID session, long user, Instant openedAt, long received) {

    SessionToken after(long messages) {
        return new SessionToken(node, session, user, openedAt, messages);
    }
}
