package dev.beckon.examples.seeds.auth;

import java.time.Instant;
import java.util.Set;

/**
 * The owner of a socket.
 *
 * @param id the token's subject
 * @param roles its claim {@code groups}
 * @param rooms its claim {@code rooms}
 * @param expiresAt when the token has to be replaced
 */
public record User(String id, Set<String> roles, Set<String> rooms, Instant expiresAt) {

    public static final String ADMIN = "admin";
    public static final String MODERATOR = "moderator";

    public boolean is(String role) {
        return roles.contains(role);
    }
}
