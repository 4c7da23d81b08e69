package dev.beckon.channels.internal.blocks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of the list of blocked ids. */
@ConfigMapping(prefix = "channels.blocks")
public interface BlocksConfig {

    /**
     * Maximum number of blocked ids; blocking one more fails. Every node keeps them all in memory, about 100 bytes
     * each.
     */
    @WithDefault("10000")
    @Min(1)
    int max();

    /** Interval at which a node reads the list again, in case an announcement was lost; bounds the delay of a block. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration refresh();
}
