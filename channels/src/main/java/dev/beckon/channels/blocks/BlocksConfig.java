package dev.beckon.channels.blocks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Ids whose sockets are kept out. */
@ConfigMapping(prefix = "channels.blocks")
public interface BlocksConfig {

    /** Blocks at a time; one more fails. Every node keeps them all in memory, about 100 bytes each. */
    @WithDefault("10000")
    @Min(1)
    int max();

    /** How often the list is read again, in case an announcement was lost; bounds how late a block can be. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration refresh();

    /** How long Redis may take to answer; whoever blocks somebody waits for it. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration deadline();
}
