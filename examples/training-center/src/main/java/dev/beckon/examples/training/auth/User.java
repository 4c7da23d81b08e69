package dev.beckon.examples.training.auth;

import java.time.Instant;

/**
 * The owner of a socket.
 *
 * @param id the token's subject
 * @param name to show to others
 * @param role from the token's {@code groups}
 * @param expiresAt when the token has to be replaced
 */
public record User(String id, String name, Role role, Instant expiresAt) {

    public boolean isTrainer() {
        return role == Role.TRAINER;
    }
}
