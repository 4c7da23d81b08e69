package dev.beckon.mention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long a key is remembered, so that its reuse for another body is refused. Repetitions are recognised for ever. */
@ConfigMapping(prefix = "mention.idempotency")
interface IdempotencyConfig {

    /** After it a reused key is not refused, but makes another mention. Longer than callers repeat a call. */
    @WithDefault("1h")
    @DurationMin
    Duration window();

    /** Keys remembered; with one more the oldest is forgotten. Each takes some 200 bytes. 0: none. */
    @WithDefault("50000")
    @Min(0)
    @Max(10_000_000)
    int maxKeys();
}
