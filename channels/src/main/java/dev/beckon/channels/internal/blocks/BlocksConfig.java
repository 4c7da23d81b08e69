package dev.beckon.channels.internal.blocks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The list of blocked ids. */
@ConfigMapping(prefix = "channels.blocks")
public interface BlocksConfig {

    /** Interval at which a node reads the list again, in case an announcement was lost; bounds the delay of a block. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration refresh();
}
