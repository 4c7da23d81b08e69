package dev.beckon.notification.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of the inbox API. */
@ConfigMapping(prefix = "notification.inbox")
interface InboxConfig {

    /** The service answers 503 to a call that takes longer. Below the 5 s that gateways wait, so that they receive the reason. */
    @WithDefault("3s")
    Duration deadline();

    /**
     * Catch-up calls under way; the next gets 503. A gateway makes two at a time, so eight gateways may call one process at
     * once; the answers take at most 160 MB together, and usually a hundredth of it.
     */
    @WithDefault("16")
    @Min(1)
    int maxCatchUps();

    /**
     * Writes the text of a mention into each notification as well, for processes of a release that does not know the table of
     * mentions. On only while such processes run, for one update.
     */
    @WithDefault("false")
    boolean textsInRows();
}
