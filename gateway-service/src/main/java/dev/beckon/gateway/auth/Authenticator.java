package dev.beckon.gateway.auth;

import dev.beckon.contracts.Limits;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Verifies signature, issuer, audience and expiry as configured by {@code mp.jwt.*}, and the form of the user id. */
@Singleton
public final class Authenticator {

    private static final Pattern USER_ID = Pattern.compile(Limits.USER_ID_PATTERN);

    private final JWTParser parser;

    /** @param keyLocation not used here; asked for so that a gateway without it does not start */
    Authenticator(JWTParser parser, @ConfigProperty(name = "mp.jwt.verify.publickey.location") String keyLocation) {
        this.parser = parser;
    }

    /** @return fails with {@link SecurityException}, whose message never holds the token */
    public Uni<User> authenticate(String token) {
        return Uni.createFrom().item(() -> verify(token));
    }

    private User verify(String token) {
        if (token.isEmpty()) {
            throw new SecurityException("no token");
        }
        JsonWebToken verified;
        try {
            verified = parser.parse(token);
        } catch (ParseException e) {
            throw new SecurityException("the token is not valid");
        }
        String id = verified.getSubject();
        if (id == null || id.length() > Limits.USER_ID_LENGTH || !USER_ID.matcher(id).matches()) {
            throw new SecurityException("the token's subject is not a user id");
        }
        return new User(id, verified.getGroups(), new BearerToken(token));
    }
}
