package dev.beckon.channels.internal.signing;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** Tokens that an application signs for its clients. */
@ConfigMapping(prefix = "channels.token")
public interface TokenConfig {

    /** Signs the application's tokens, the same on all nodes. Unset: random, so that no token outlives a start or works elsewhere. */
    Optional<@Size(min = 32) String> secret();
}
