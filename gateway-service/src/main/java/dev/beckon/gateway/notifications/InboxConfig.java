package dev.beckon.gateway.notifications;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** How this gateway reaches notification-service. */
@ConfigMapping(prefix = "gateway.inbox")
public interface InboxConfig {

    /** One or more addresses of notification-service, used in turn. One is enough in front of a load balancer. */
    @WithDefault("http://127.0.0.1:8082")
    List<URI> url();

    /** File with a token of role {@code inboxes:read}; read again at {@link #tokenRefresh}, so that it can be rotated. */
    Path tokenFile();

    /** Of {@code quarkus.tls}, for addresses with {@code https}; unset: the default one, or else the authorities that the JVM trusts. */
    Optional<String> tlsConfigurationName();

    /** Well below the life of a token, and the most that a rotated one is late. */
    @WithDefault("30s")
    Duration tokenRefresh();

    /** Deadline of one call; below the 10 s after which clients give a join or push up. */
    @WithDefault("5s")
    Duration deadline();

    /** Catch-up calls at a time. What comes meanwhile shares the next call, so a storm makes calls larger, not more. */
    @WithDefault("2")
    @Min(1)
    int catchUpCalls();

    /**
     * From the beginning of one catch-up call to the next, unless so many wait that they fill one: when all members come back,
     * a thousand joins are twenty queries. The first after a quiet moment does not wait; a person does not notice the others.
     */
    @WithDefault("50ms")
    @DurationMin
    Duration catchUpGap();

    /** Members waiting for a catch-up; one more is refused with reason {@code busy} and comes back by itself. */
    @WithDefault("20000")
    @Min(1)
    int catchUpQueue();

    /** How often every member's revision is compared; bounds how late news can be when Redis loses it. */
    @WithDefault("30s")
    Duration reconcileInterval();
}
