package dev.beckon.notification.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** How much one catch-up may answer. */
@ConfigMapping(prefix = "notification.catch-up")
interface CatchUpConfig {

    /**
     * Changed notifications in one answer, about 1 KiB each. Shared out over the users asked for, but each gets at least
     * a snapshot's worth: 500 users at once get 20 changes each and a snapshot beyond that, instead of 200.
     */
    @WithDefault("10000")
    @Min(1)
    int maxNotifications();

    /**
     * Calls under way; the next gets 503. A gateway makes two at a time, so eight gateways may come to one process at once;
     * the answers take at most 160 MB together, and usually a hundredth of it.
     */
    @WithDefault("16")
    @Min(1)
    int maxCalls();
}
