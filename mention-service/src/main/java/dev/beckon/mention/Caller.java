package dev.beckon.mention;

import dev.beckon.contracts.rules.MentionKey;
import io.quarkus.security.AuthenticationFailedException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The product team that makes the call. */
@ApplicationScoped
class Caller {

    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /** @throws AuthenticationFailedException if the token names nobody: the ids of callers without a name could collide */
    MentionKey name(IdempotencyKey key) {
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new AuthenticationFailedException("no subject");
        }
        return new MentionKey(subject, key.value());
    }
}
