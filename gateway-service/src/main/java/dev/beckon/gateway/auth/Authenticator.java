package dev.beckon.gateway.auth;

import dev.beckon.contracts.Limits;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Verifies signature, issuer, audience and times as {@code mp.jwt.*} configures them, and the form of the user id. If the keys
 * come from a URL, verification may wait for them, so it runs on a bounded number of virtual threads.
 */
@Singleton
public final class Authenticator {

    // Tokens that wait for keys from a URL, a few megabytes: a key server that hangs must not fill the heap.
    private static final int MAX_VERIFICATIONS = 1_000;

    private final JWTParser parser;
    private final boolean mayWait;
    private final long leewaySeconds;
    private final Semaphore slots;

    /** @param keyLocation required: a gateway without it does not start */
    @Inject
    Authenticator(JWTParser parser, @ConfigProperty(name = "mp.jwt.verify.publickey.location") String keyLocation,
            @ConfigProperty(name = "mp.jwt.verify.clock.skew") long leewaySeconds) {
        this(parser, keyLocation, leewaySeconds, MAX_VERIFICATIONS);
    }

    Authenticator(JWTParser parser, String keyLocation, long leewaySeconds, int maxVerifications) {
        this.parser = parser;
        this.mayWait = keyLocation.startsWith("http:") || keyLocation.startsWith("https:");
        this.leewaySeconds = leewaySeconds;
        this.slots = new Semaphore(maxVerifications);
    }

    /**
     * Callable on any thread.
     *
     * @return fails with {@link SecurityException}, whose message never holds the token; with
     *     {@link dev.beckon.tokens.KeysUnavailableException} if the token cannot be judged now; or if too many wait
     */
    public Uni<User> authenticate(String token) {
        Uni<User> verified = Uni.createFrom().item(() -> verify(token));
        return mayWait ? verified.runSubscriptionOn(this::onVirtualThread) : verified;
    }

    private void onVirtualThread(Runnable verification) {
        if (!slots.tryAcquire()) {
            throw new RejectedExecutionException("too many tokens are being verified");
        }
        Thread.startVirtualThread(() -> {
            try {
                verification.run();
            } finally {
                slots.release();
            }
        });
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
        if (id == null || !User.isId(id)) {
            throw new SecurityException("the token's subject is not a user id");
        }
        return new User(id, name(verified, id), verified.getGroups(), rooms(verified),
                Instant.ofEpochSecond(verified.getExpirationTime() + leewaySeconds), new BearerToken(token));
    }

    private static String name(JsonWebToken verified, String id) {
        return verified.getClaim("name") instanceof String name && !name.isBlank()
                ? name.substring(0, Math.min(name.length(), Limits.NAME_LENGTH))
                : id;
    }

    /** Ignores elements of the claim that are not strings. */
    private static Set<String> rooms(JsonWebToken token) {
        return token.getClaim("rooms") instanceof JsonArray rooms
                ? rooms.stream().filter(JsonString.class::isInstance).map(room -> ((JsonString) room).getString())
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
