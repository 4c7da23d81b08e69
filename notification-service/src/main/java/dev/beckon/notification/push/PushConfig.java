package dev.beckon.notification.push;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long and how many at a time frames are published. */
@ConfigMapping(prefix = "notification.push")
interface PushConfig {

    /** PUBLISHes written in one flush. The Redis client refuses more than 2048 commands waiting on a connection. */
    @WithDefault("500")
    @Min(1)
    @Max(2000)
    int framesPerFlush();

    /** One attempt; a Redis that answers later than this counts as away. A flush takes about a millisecond. */
    @WithDefault("1s")
    Duration attemptTimeout();

    /** How long a batch of mentions tries to be published. Covers a Redis failover without a gap that clients notice. */
    @WithDefault("5s")
    Duration mentionPatience();

    /** How long a user's call waits for its change to be published. It is a person waiting, and the change is stored. */
    @WithDefault("250ms")
    Duration changePatience();

    /** Between attempts, doubling up to a second, with jitter. */
    @WithDefault("50ms")
    Duration firstBackOff();
}
