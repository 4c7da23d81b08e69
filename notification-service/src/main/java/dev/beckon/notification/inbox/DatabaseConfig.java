package dev.beckon.notification.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** What the connection pool may make callers wait; its size is {@code quarkus.datasource.reactive.max-size}. */
@ConfigMapping(prefix = "notification.database")
interface DatabaseConfig {

    /** Calls waiting for a connection; the next one fails at once and is answered 503. A second's worth of statements. */
    @WithDefault("500")
    @Min(1)
    int maxWaiting();

    /** How long a call may wait for a connection. Below the request deadline, so that a full pool is told as such. */
    @WithDefault("2s")
    Duration maxWait();

    /** Statements running longer are ended by PostgreSQL, with their locks. Every one of ours takes milliseconds. */
    @WithDefault("15s")
    Duration statementTimeout();

    /**
     * A connection on which nothing has come for so long is closed, idle or not. Above the statement timeout, so only a
     * peer that is gone without a word (a lost machine, a cut network) is cut off; TCP itself notices after 15 minutes.
     */
    @WithDefault("20s")
    Duration maxSilence();

    /** How long readiness waits for {@code SELECT 1}. Below the usual probe timeouts. */
    @WithDefault("2s")
    Duration probeTimeout();
}
