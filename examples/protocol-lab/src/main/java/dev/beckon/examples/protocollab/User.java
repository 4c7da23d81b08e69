package dev.beckon.examples.protocollab;

import java.time.Instant;

/**
 * The owner of a socket.
 *
 * @param id the token's subject
 * @param expiresAt time at which the token expires
 */
record User(String id, Instant expiresAt) {

    /** The id that all sockets of a user share. */
    static String socketId(String userId) {
        return "users_socket:" + userId;
    }
}
