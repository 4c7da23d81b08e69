package dev.beckon.notification.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long notifications stay. Without a key they stay for ever. */
@ConfigMapping(prefix = "notification.retention")
interface RetentionConfig {

    /** Older notifications are taken back, archived ones too. */
    Optional<@DurationMin(minutes = 1) Duration> age();

    /** An inbox keeps so many of its newest notifications, archived ones among them; others are taken back. */
    Optional<@Min(1) Long> perInbox();

    /** Notifications that were archived longer ago are deleted. A week at least, so that Kafka has no record that adds one again. */
    Optional<@DurationMin(days = 7) Duration> archivedAge();

    /** Retention and expiry work for this share of the time on each PostgreSQL server, and leave the rest to people. */
    @WithDefault("0.1")
    @DecimalMin("0.001")
    @DecimalMax("1")
    double share();
}
