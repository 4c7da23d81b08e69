package dev.beckon.examples.seeds.auth;

import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Verifies and reads tokens with the key that SmallRye JWT's own properties name. */
@Singleton
public final class TokenReader {

    private final JWTParser parser;

    TokenReader(JWTParser parser) {
        this.parser = parser;
    }

    /** @return empty if the token is not valid, or has no subject */
    public Optional<User> user(String token) {
        try {
            JsonWebToken verified = parser.parse(token);
            return Optional.ofNullable(verified.getSubject()).map(subject -> new User(subject, verified.getGroups(),
                    rooms(verified), Instant.ofEpochSecond(verified.getExpirationTime())));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static Set<String> rooms(JsonWebToken token) {
        return token.getClaim("rooms") instanceof JsonArray rooms
                ? rooms.getValuesAs(JsonString.class).stream().map(JsonString::getString).collect(Collectors.toSet())
                : Set.of();
    }
}
