package dev.beckon.examples.seeds;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Gives the application the secret with which the clients sign their tokens. */
public class SeedsProfile implements QuarkusTestProfile {

    static final String SECRET = "a secret of thirty-two characters";

    @Override
    public Map<String, String> getConfigOverrides() {
        String key = "{\"kty\":\"oct\",\"k\":\"" + Base64.getUrlEncoder().withoutPadding()
                .encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)) + "\"}";
        // Without a signing key Quarkus generates a key pair for tests, uses that instead, and then requires an issuer.
        return Map.of("smallrye.jwt.verify.secretkey", key, "smallrye.jwt.sign.key", key, "mp.jwt.verify.issuer", "NONE");
    }
}
