package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.internal.signing.Hmac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Signs session tokens with HMAC-SHA256 and verifies them. Thread-safe. */
final class SessionTokens {

    private static final byte VERSION = 2;
    private static final int CLAIMS_BYTES = 1 + 7 * Long.BYTES;
    private static final int TOKEN_BYTES = CLAIMS_BYTES + Hmac.BYTES;

    private final Hmac key;
    private final Duration maxAge;
    private final InstantSource clock;

    SessionTokens(Hmac key, Duration maxAge, InstantSource clock) {
        this.key = key;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    String sign(SessionToken token) {
        byte[] claims = ByteBuffer.allocate(CLAIMS_BYTES)
                .put(VERSION)
                .putLong(token.node().getMostSignificantBits()).putLong(token.node().getLeastSignificantBits())
                .putLong(token.session().getMostSignificantBits()).putLong(token.session().getLeastSignificantBits())
                .putLong(token.user())
                .putLong(token.openedAt().toEpochMilli())
                .putLong(token.received())
                .array();
        byte[] signed = ByteBuffer.allocate(TOKEN_BYTES).put(claims).put(key.sign(claims)).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    }

    /** @return empty if the signature is not ours, or the token is too old */
    Optional<SessionToken> read(String token) {
        return verified(token).map(SessionTokens::claims)
                .filter(claims -> claims.openedAt().plus(maxAge).isAfter(clock.instant()));
    }

    /**
     * Whether this has the form of a session's token, with any signature. If {@link #read} refuses such a token, it is
     * too old or a node with another secret signed it, as a node without a configured secret does before its restart.
     */
    boolean isSessionToken(String token) {
        return decoded(token).isPresent();
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * The topic of requests that other nodes relay to {@code node}. The name cannot be derived without the secret, so
     * no client can join that topic and no caller of an API can broadcast to it.
     */
    String relayTopic(UUID node) {
        byte[] name = key.sign(("relay " + node).getBytes(StandardCharsets.US_ASCII));
        return ChannelRouter.RESERVED + "longpoll/" + Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }

    /**
     * A key for {@code id}, the same on all nodes with the secret. Without the secret the id cannot be found from the
     * key, nor another id with the same key.
     */
    long userKey(String id) {
        return ByteBuffer.wrap(key.sign(("user " + id).getBytes(StandardCharsets.UTF_8))).getLong();
    }

    private Optional<ByteBuffer> verified(String token) {
        return decoded(token).flatMap(signed -> {
            byte[] claims = Arrays.copyOf(signed, CLAIMS_BYTES);
            byte[] mac = Arrays.copyOfRange(signed, CLAIMS_BYTES, TOKEN_BYTES);
            return key.hasSigned(claims, mac)
                    ? Optional.of(ByteBuffer.wrap(claims, 1, CLAIMS_BYTES - 1))
                    : Optional.empty();
        });
    }

    private static Optional<byte[]> decoded(String token) {
        try {
            byte[] signed = Base64.getUrlDecoder().decode(token);
            return signed.length == TOKEN_BYTES && signed[0] == VERSION ? Optional.of(signed) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static SessionToken claims(ByteBuffer claims) {
        return new SessionToken(new UUID(claims.getLong(), claims.getLong()), new UUID(claims.getLong(), claims.getLong()),
                claims.getLong(), Instant.ofEpochMilli(claims.getLong()), claims.getLong());
    }

    /**
     * Identifies a client's session. Every answer to a poll carries a new token, so the token of the next poll shows
     * which answer the client has read. The first one stays valid for clients that never take another.
     *
     * @param node the node that holds the session
     * @param user stands for the user on every node, see {@link SessionTokens#userKey}
     * @param received number of messages that the client has after the answer with this token
     */
    record SessionToken(UUID node, UUID session, long user, Instant openedAt, long received) {

        SessionToken after(long messages) {
            return new SessionToken(node, session, user, openedAt, messages);
        }
    }
}
