package dev.beckon.examples.protocollab;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/** One instance without Redis, which verifies tokens with a shared secret. */
public class LabProfile implements QuarkusTestProfile {

    private static final byte[] SECRET = "a secret of thirty-two characters".getBytes(StandardCharsets.UTF_8);

    @Override
    public Map<String, String> getConfigOverrides() {
        String key = "{\"kty\":\"oct\",\"k\":\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(SECRET) + "\"}";
        return Map.of(
                "channels.redis.enabled", "false",
                "smallrye.jwt.verify.algorithm", "HS256",
                "smallrye.jwt.verify.secretkey", key,
                // Without this key Quarkus generates a key pair for tests and uses that instead.
                "smallrye.jwt.sign.key", key);
    }

    /** @param ttl time until the token expires; negative: it has already expired */
    static String token(String user, Duration ttl) {
        return Jwt.subject(user).expiresAt(Instant.now().plus(ttl)).jws().algorithm(SignatureAlgorithm.HS256)
                .sign(new SecretKeySpec(SECRET, "HmacSHA256"));
    }
}
