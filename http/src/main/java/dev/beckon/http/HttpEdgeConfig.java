package dev.beckon.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of a service's port. Bounds that no operator has a reason to change are constants of the classes that enforce them. */
@ConfigMapping(prefix = "beckon.http")
public interface HttpEdgeConfig {

    /**
     * The calls of the service, each as {@code GET /inbox/{user}}. Each service sets them: metrics label any other path {@code
     * other}, and a 405 lists the methods of the path.
     */
    List<String> calls();

    /**
     * Connections at a time from one address; the service closes more at once. The default is a quarter of all, so that no one
     * caller takes them all. 0 means no bound: for a port whose callers all come through a few load balancers.
     */
    @WithDefault("500")
    @Min(0)
    int maxConnectionsPerAddress();

    /**
     * Time from a request's head to the end of its body: the part received so far takes memory. Enough for a megabyte at 1
     * Mbit/s.
     */
    @WithDefault("10s")
    @DurationMin(millis = 100)
    Duration bodyDeadline();

    /**
     * Requests under way, from a request's head to the end of its answer; the next gets 503. Each may hold its body in memory.
     */
    @WithDefault("500")
    @Min(1)
    int maxRequests();

    /**
     * Largest body of a request, also after inflation; a larger one gets 413. Each service sets it to its largest sensible body.
     */
    @WithDefault("128K")
    MemorySize maxBodySize();
}
