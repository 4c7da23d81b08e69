package dev.beckon.gateway.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Verification of tokens. {@code mp.jwt.*} configures keys, issuer, audience and leeway. */
@ConfigMapping(prefix = "gateway.auth")
public interface AuthConfig {

    /**
     * Tokens that may wait at a time for keys from a URL; the gateway refuses one more, and its client retries. The default
     * takes a few megabytes, so a key server that hangs does not fill the heap.
     */
    @WithDefault("1000")
    @Min(1)
    int maxVerifications();
}
