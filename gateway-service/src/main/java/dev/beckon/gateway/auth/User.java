package dev.beckon.gateway.auth;

import java.time.Instant;
import java.util.Set;

/**
 * The owner of a socket.
 *
 * @param id the token's subject; part of the user's topic
 * @param expiresAt when the token stops being accepted, leeway included
 * @param token as presented; used to act for the user at notification-service
 */
public record User(String id, Set<String> roles, Instant expiresAt, BearerToken token) {

    /** May send announcements to everyone. */
    public static final String BROADCAST = "broadcast";

    public User {
        roles = Set.copyOf(roles);
    }
}
