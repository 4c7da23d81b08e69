package dev.beckon.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;

/** What a service's port takes, and what its metrics may say of a request. */
@ConfigMapping(prefix = "beckon.http")
public interface HttpEdgeConfig {

    /** The paths that metrics name, as templates such as {@code /inbox/{user}}. Set by each service: any other path is {@code other}. */
    List<String> paths();

    /**
     * Whether the port takes HTTP/2 without TLS. Off: no caller needs it, and a connection of many streams passes the bounds that
     * count connections.
     */
    @WithDefault("false")
    boolean clearTextHttp2();

    /** From a request's head to the end of its body: each unfinished body keeps a thread. Enough for a megabyte at 1 Mbit/s. */
    @WithDefault("10s")
    @DurationMin(millis = 100)
    Duration bodyDeadline();

    /** Streams at a time on one HTTP/2 connection, with TLS or without. As many requests as a busy caller has under way. */
    @WithDefault("100")
    @Min(1)
    long maxStreams();
}
