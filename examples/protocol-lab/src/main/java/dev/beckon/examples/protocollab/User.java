package dev.beckon.examples.protocollab;

import java.time.Instant;

/**
 * The owner of a socket.
 *
 * @param id the token's subject
 * @param expiresAt of the token
 */
record User(String id, Instant expiresAt) {

    /** Stands for all sockets of a user. */
    static String socketId(String userId) {
        return "users_socket:" + userId;
    }
}
