package dev.beckon.examples.training.auth;

import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Verifies and reads tokens with the key and the issuer that {@code mp.jwt.*} name. */
@Singleton
public final class Tokens {

    private final JWTParser parser;

    Tokens(JWTParser parser) {
        this.parser = parser;
    }

    /** @return empty if the token is not valid, or has no subject or no role */
    public Optional<User> user(String token) {
        try {
            JsonWebToken verified = parser.parse(token);
            String id = verified.getSubject();
            return Role.in(verified.getGroups()).filter(_ -> id != null).map(role -> new User(id,
                    Objects.requireNonNullElse(verified.<String>getClaim("name"), id), role,
                    Instant.ofEpochSecond(verified.getExpirationTime())));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
