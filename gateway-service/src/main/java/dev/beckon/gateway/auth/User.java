package dev.beckon.gateway.auth;

import java.util.Set;

/**
 * The owner of a socket.
 *
 * @param id the token's subject; part of the user's topic
 * @param token as presented; used to act for the user at notification-service
 */
public record User(String id, Set<String> roles, BearerToken token) {

    /** May send announcements to everyone. */
    public static final String BROADCAST = "broadcast";

    public User {
        roles = Set.copyOf(roles);
    }
}
