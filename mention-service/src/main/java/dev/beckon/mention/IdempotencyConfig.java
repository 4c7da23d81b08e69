package dev.beckon.mention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long the service remembers a key, to refuse its reuse for another body. It recognises repeated calls for ever. */
@ConfigMapping(prefix = "mention.idempotency")
interface IdempotencyConfig {

    /** After this time a reused key makes another mention instead of a refusal. Longer than callers repeat a call. */
    @WithDefault("1h")
    @DurationMin
    Duration window();

    /** Keys remembered; one more evicts the oldest. Each takes some 200 bytes. 0: none. */
    @WithDefault("50000")
    @Min(0)
    @Max(10_000_000)
    int maxKeys();
}
