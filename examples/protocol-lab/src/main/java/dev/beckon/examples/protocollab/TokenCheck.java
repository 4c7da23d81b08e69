package dev.beckon.examples.protocollab;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;

/** Reads the user from a token. SmallRye JWT's own properties set the required key, issuer and audience. */
@Singleton
final class TokenCheck {

    private static final Logger LOG = Logger.getLogger(TokenCheck.class);

    private final JWTParser parser;

    /** @param settings checked so that a laboratory without a key does not start: it would refuse every user */
    TokenCheck(JWTParser parser, JWTAuthContextInfo settings) {
        if (settings.getPublicKeyContent() == null && settings.getPublicKeyLocation() == null
                && settings.getPublicVerificationKey() == null && settings.getSecretKeyContent() == null) {
            throw new IllegalStateException("no key to verify tokens with: set mp.jwt.verify.publickey.location (RS256), or "
                    + "smallrye.jwt.verify.algorithm=HS256 and smallrye.jwt.verify.secretkey; see README.md");
        }
        this.parser = parser;
    }

    /** @return empty if the token is not valid, or has no subject */
    Optional<User> user(String token) {
        try {
            JsonWebToken verified = parser.parse(token);
            String subject = verified.getSubject();
            return subject == null || subject.isBlank()
                    ? Optional.empty()
                    : Optional.of(new User(subject, Instant.ofEpochSecond(verified.getExpirationTime())));
        } catch (ParseException e) {
            LOG.debugf("A token is refused: %s", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
