package dev.beckon.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps values that a caller chooses out of the labels of metrics: foreign methods and paths become {@code other}. Each new value
 * would be a time series for the life of the process, and a few thousand of them make {@code /q/metrics} unreadable.
 */
@Singleton
final class MetricLabels implements MeterFilter {

    static final String OTHER = "other";

    private static final String HTTP = "http.server";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    /** Labels that Quarkus uses instead of a path. */
    private static final Set<String> WORDS = Set.of("NOT_FOUND", "REDIRECTION", "UNKNOWN", "root", "/");

    private final Set<String> paths;

    MetricLabels(HttpEdgeConfig config) {
        this.paths = Stream.concat(config.calls().stream().map(call -> call.substring(call.indexOf('/'))), WORDS.stream()).collect(
                Collectors.toUnmodifiableSet());
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        if (!id.getName().startsWith(HTTP)) {
            return id;
        }
        List<Tag> tags = id.getTags();
        return tags.stream().allMatch(this::isOurs) ? id : id.replaceTags(tags.stream().map(this::closed).toList());
    }

    private Tag closed(Tag tag) {
        return isOurs(tag) ? tag : Tag.of(tag.getKey(), OTHER);
    }

    private boolean isOurs(Tag tag) {
        return switch (tag.getKey()) {
            case "method" -> METHODS.contains(tag.getValue());
            case "uri" -> paths.contains(tag.getValue());
            default -> true;
        };
    }
}
