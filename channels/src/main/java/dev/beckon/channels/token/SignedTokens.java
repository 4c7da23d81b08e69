package dev.beckon.channels.token;

import dev.beckon.channels.internal.signing.Hmac;
import dev.beckon.channels.internal.signing.TokenConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Signs data, such as a user's id, that a page hands back when its socket connects, and verifies it, as {@code Phoenix.Token}
 * does. The data is signed, not encrypted: its holder can read it. A token cannot be withdrawn before it is too old.
 * Thread-safe.
 *
 * <p>A token is base64url of version, time, data and HMAC-SHA256 under a key derived from {@code channels.token.secret} and the
 * salt. There is one algorithm, which no token chooses. Tokens of identity providers (JWT) need a library such as SmallRye JWT.
 */
@Singleton
public final class SignedTokens {

    /** Length of the data in UTF-8: an id or a few fields, because tokens travel in addresses. */
    public static final int MAX_DATA_BYTES = 2_048;

    private static final Logger LOG = Logger.getLogger(SignedTokens.class);
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + Long.BYTES;
    private static final int MAX_TOKEN_LENGTH = (HEAD_BYTES + MAX_DATA_BYTES + Hmac.BYTES + 2) / 3 * 4;

    private final Hmac root;
    private final InstantSource clock;
    private final AtomicBoolean warned;

    @Inject
    SignedTokens(TokenConfig config) {
        this(Hmac.of(config.secret()), InstantSource.system(), config.secret().isPresent());
    }

    SignedTokens(Hmac root, InstantSource clock, boolean isConfigured) {
        this.root = root;
        this.clock = clock;
        this.warned = new AtomicBoolean(isConfigured);
    }

    /** For tests without a container. @param secret any text */
    public static SignedTokens withSecret(String secret) {
        return new SignedTokens(Hmac.of(Optional.of(secret)), InstantSource.system(), true);
    }

    /** What {@link #verify} found. */
    public sealed interface Verified {

        record Valid(String data, Instant signedAt) implements Verified {}

        /** No token, no token of this form, or a signature of another secret or salt. */
        record Invalid() implements Verified {}

        /** Genuine, and older than allowed; the client needs a new one. */
        record Expired() implements Verified {}

        /** The data of a valid token. */
        default Optional<String> ifValid() {
            return this instanceof Valid valid ? Optional.of(valid.data()) : Optional.empty();
        }
    }

    /**
     * @param salt names the purpose, such as {@code user socket}; a token of one salt is invalid under another. No secret
     * @param data e.g. a user's id
     * @return letters, digits, {@code -} and {@code _}
     * @throws IllegalArgumentException if {@code data} is longer than {@link #MAX_DATA_BYTES}
     */
    public String sign(String salt, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_DATA_BYTES) {
            throw new IllegalArgumentException("%d bytes are too many for a token; sign an id, of at most %d".formatted(bytes.length,
                    MAX_DATA_BYTES));
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn("channels.token.secret is unset: tokens are valid only here, and only until this process ends. Set it to 32 random"
                    + " characters or more, the same on all nodes.");
        }
        byte[] claims = ByteBuffer.allocate(HEAD_BYTES + bytes.length).put(VERSION).putLong(clock.millis()).put(bytes).array();
        byte[] token = ByteBuffer.allocate(claims.length + Hmac.BYTES).put(claims).put(key(salt).sign(claims)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /**
     * @param token from a client; {@code null}: it has none
     * @param maxAge longest time since {@link #sign}; Phoenix's default is a day
     * @throws IllegalArgumentException if {@code maxAge} is not positive
     */
    public Verified verify(String salt, @Nullable String token, Duration maxAge) {
        if (!maxAge.isPositive()) {
            throw new IllegalArgumentException("a token's maximum age must be positive, not " + maxAge);
        }
        byte[] bytes = token == null ? null : decoded(token);
        if (bytes == null) {
            return new Verified.Invalid();
        }
        byte[] claims = Arrays.copyOf(bytes, bytes.length - Hmac.BYTES);
        if (!key(salt).hasSigned(claims, Arrays.copyOfRange(bytes, claims.length, bytes.length))) {
            return new Verified.Invalid();
        }
        Instant signedAt = Instant.ofEpochMilli(ByteBuffer.wrap(claims).getLong(1));
        return Duration.between(signedAt, clock.instant()).compareTo(maxAge) > 0
                ? new Verified.Expired()
                : new Verified.Valid(new String(claims, HEAD_BYTES, claims.length - HEAD_BYTES, StandardCharsets.UTF_8), signedAt);
    }

    private Hmac key(String salt) {
        return new Hmac(root.sign(salt.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte @Nullable [] decoded(String token) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            return bytes.length >= HEAD_BYTES + Hmac.BYTES && bytes[0] == VERSION ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
