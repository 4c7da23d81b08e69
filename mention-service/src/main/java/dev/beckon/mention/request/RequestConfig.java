package dev.beckon.mention.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How much one call may ask for. What a single field may hold is part of the public schema, {@code contracts.Limits}. */
@ConfigMapping(prefix = "mention.request")
public interface RequestConfig {

    /** Bytes of a body. 10,000 recipients with UUIDs for ids take 400 kB. */
    @WithDefault("1M")
    MemorySize maxBodySize();

    /** Mentions in one list: what a product team's outbox hands over at a time, and is answered within the deadline. */
    @WithDefault("100")
    @Min(1)
    @Max(1_000)
    int maxMentions();

    /** Recipients of one mention, before duplicates are removed. Larger audiences come in several calls, or are announcements. */
    @WithDefault("10000")
    @Min(1)
    @Max(100_000)
    int maxRecipients();

    /** How far {@code occurredAt} may lie in the future: clocks and time zones of product teams are sometimes wrong. */
    @WithDefault("24h")
    @DurationMin
    Duration maxAhead();
}
