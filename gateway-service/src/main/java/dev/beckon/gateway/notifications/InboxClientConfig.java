package dev.beckon.gateway.notifications;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How this gateway reaches notification-service. */
@ConfigMapping(prefix = "gateway.inbox")
public interface InboxClientConfig {

    /** One or more addresses of notification-service, used in turn. One is enough in front of a load balancer. */
    @WithDefault("http://127.0.0.1:8082")
    List<URI> url();

    /** File with a token of role {@code inboxes:read}; read again every 30 s, so that it can be rotated. */
    Path tokenFile();

    /**
     * Name in {@code quarkus.tls} for addresses with {@code https}; unset: the default one, or else the authorities that the
     * JVM trusts.
     */
    Optional<String> tlsConfigurationName();

    /**
     * How often the gateway compares every member's revision although no sign of a loss asks for it. Long, because hints find lost
     * changes within 30 s, and each comparison reads every inbox.
     */
    @WithDefault("10m")
    Duration reconcileInterval();
}
