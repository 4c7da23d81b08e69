package dev.beckon.notification.inbox;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of the inbox API. */
@ConfigMapping(prefix = "notification.inbox")
interface InboxConfig {

    /** A call not answered by then gets 503. Below the 5 s that gateways wait, so that they learn the reason. */
    @WithDefault("3s")
    Duration deadline();

    /** What 503 asks callers to wait. About as long as a PostgreSQL failover's first try. */
    @WithDefault("2s")
    Duration retryAfter();

    /** Requests under way; the next gets 503. More than the database answers in a second, and 64 MB if all have bodies. */
    @WithDefault("500")
    @Min(1)
    int maxRequests();

    /** A larger body is refused with 413. The largest sensible one, 500 positions, has 115 KB. */
    @WithDefault("128K")
    MemorySize maxBodySize();

    /** Notifications on a page when the caller does not say: what fits on a screen. */
    @WithDefault("20")
    @Min(1)
    int pageSize();

    /** The most a caller may ask for on one page. */
    @WithDefault("100")
    @Min(1)
    int maxPageSize();
}
