package dev.beckon.channels.internal.eventstream;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Server-sent events: which address gives which topic. The limits are those of sockets. */
@ConfigMapping(prefix = "channels.event-stream")
public interface EventStreamConfig {

    /** Address of the streams, with a name in braces for what varies: {@code /inbox/{user}/events}. Unset: none. */
    Optional<@Pattern(regexp = "/.*", message = "must be a path such as /inbox/{user}/events") String> path();

    /** The topic that a stream joins, with names of the path: {@code notifications:{user}}. Required with a path. */
    Optional<String> topic();

    /**
     * Fields of the join's response and of payloads whose values, with dots between, are an event's id. A client that
     * comes back sends the id, and its values are the join's parameters of the same names. Unset: no ids.
     */
    Optional<List<String>> position();

    /**
     * Time between two comments that keep proxies from closing a silent stream. Has to be below {@code
     * channels.socket.idle-timeout}; unset: half of it, so that a client that reads nothing is as idle as a silent socket.
     */
    Optional<@DurationMin(millis = 1) Duration> keepAlive();
}
