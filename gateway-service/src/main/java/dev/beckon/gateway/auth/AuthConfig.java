package dev.beckon.gateway.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Verifying tokens. Keys, issuer, audience and leeway are configured with {@code mp.jwt.*}. */
@ConfigMapping(prefix = "gateway.auth")
public interface AuthConfig {

    /**
     * Tokens that may wait at a time for keys from a URL; one more is refused and its client comes back. So many fit into a
     * few megabytes, and a key server that hangs does not fill the heap.
     */
    @WithDefault("1000")
    @Min(1)
    int maxVerifications();
}
