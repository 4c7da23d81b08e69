package dev.beckon.gateway;

import dev.beckon.gateway.auth.KeyServer;
import dev.beckon.testservers.RedisServer;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A real Redis, and a key server for tokens. notification-service is away: its address does not answer. */
public final class RedisAndKeys implements QuarkusTestResourceLifecycleManager {

    private static DevKeys keys;
    private static String privateKey;
    private static int laterPort;
    private boolean later;
    private static RedisServer redis;
    private KeyServer keyServer;

    /** @param args {@code keys=later}: the keys' address does not answer until {@link #publishKeysLater} */
    @Override
    public void init(Map<String, String> args) {
        later = "later".equals(args.get("keys"));
    }

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("beckon-gateway");
            redis = RedisServer.start(directory);
            keys = DevKeys.create(directory);
            privateKey = directory.resolve("private.pem").toUri().toString();
            keyServer = new KeyServer(0).publish(null, keys.publicKey());
            if (later) {
                laterPort = keyServer.port();
                keyServer.close();
            }
            Path token = Files.writeString(directory.resolve("gateway.token"),
                    keys.token("gateway", Set.of("inboxes:read"), Duration.ofHours(1)));
            return Map.of(
                    "quarkus.redis.hosts", redis.url(),
                    "mp.jwt.verify.publickey.location", keyServer.url(),
                    "gateway.inbox.url", "http://127.0.0.1:1",
                    "beckon.http.body-deadline", "3s", // a test waits for it
                    "gateway.inbox.token-file", token.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
        if (keyServer != null) {
            keyServer.close();
        }
    }

    /** For tests that break it; they mend it again. */
    public static RedisServer redis() {
        return redis;
    }

    public static KeyServer publishKeysLater() {
        return new KeyServer(laterPort).publish(null, keys.publicKey());
    }

    public static String token(String user, String... roles) {
        return keys.token(user, Set.of(roles), Duration.ofMinutes(5));
    }

    /** @param ago how long ago the token expired */
    public static String tokenExpired(Duration ago, String user, String... roles) {
        return keys.token(user, user, Set.of(roles), Instant.now().minus(ago).minusSeconds(600), Duration.ofSeconds(600));
    }

    /** @param claims replace those of {@link #token(String, String...)} */
    public static String tokenWith(String user, Map<String, ?> claims, String... roles) {
        return keys.tokenWith(user, Set.of(roles), Duration.ofMinutes(5), claims);
    }

    /** @param rooms the claim {@code rooms} */
    public static String tokenForRooms(String user, String... rooms) {
        return Jwt.issuer(DevKeys.ISSUER).audience(DevKeys.AUDIENCE).subject(user).claim("rooms", List.of(rooms))
                .sign(privateKey);
    }

    public static String expiredToken(String user) {
        return keys.token(user, Set.of(), Duration.ofMinutes(-5));
    }
}
