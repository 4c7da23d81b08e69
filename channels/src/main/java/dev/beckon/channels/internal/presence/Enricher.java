package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.PresenceFetch;
import dev.beckon.channels.RawJson;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets the application's {@link PresenceFetch}, if there is one, add data to presences; does without it when that
 * fails.
 */
final class Enricher {

    private static final Logger LOG = Logger.getLogger(Enricher.class);

    private final @Nullable PresenceFetch fetch;
    private final PresenceJson json;
    private final Vertx vertx;
    private final Duration timeout;

    Enricher(@Nullable PresenceFetch fetch, PresenceJson json, Vertx vertx, Duration timeout) {
        this.fetch = fetch;
        this.json = json;
        this.vertx = vertx;
        this.timeout = timeout;
    }

    /** Whether presences are sent without additions. */
    boolean isIdle() {
        return fetch == null;
    }

    /** Never fails; completes on any thread. */
    Uni<RawJson> json(String topic, Map<String, List<Entry>> presences) {
        if (fetch == null || presences.isEmpty()) {
            return Uni.createFrom().item(PresenceJson.state(presences));
        }
        Map<String, List<Entry>> now = new LinkedHashMap<>(presences);
        return fetched(fetch, topic, json.trees(now)).map(json::write)
                .onFailure().invoke(e -> failed(topic, e))
                .onFailure().recoverWithItem(() -> PresenceJson.state(now));
    }

    /** Never fails; completes on any thread. */
    Uni<Map<String, ObjectNode>> trees(String topic, Map<String, List<Entry>> presences) {
        if (fetch == null || presences.isEmpty()) {
            return Uni.createFrom().item(json.trees(presences));
        }
        Map<String, List<Entry>> now = new LinkedHashMap<>(presences);
        return fetched(fetch, topic, json.trees(now))
                .onFailure().invoke(e -> failed(topic, e))
                .onFailure().recoverWithItem(() -> json.trees(now));
    }

    /** Runs on a context of its own, which reactive clients such as Hibernate's require. */
    private Uni<Map<String, ObjectNode>> fetched(PresenceFetch by, String topic, Map<String, ObjectNode> trees) {
        return Uni.createFrom().deferred(() -> by.fetch(topic, trees))
                .onItem().ifNull().failWith(() -> new IllegalStateException("fetch gave null"))
                .runSubscriptionOn(task -> safeContext().runOnContext(_ -> task.run()))
                .ifNoItem().after(timeout).fail();
    }

    private Context safeContext() {
        // The context is null only if the argument is.
        Context context = Objects.requireNonNull(VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
        VertxContextSafetyToggle.setContextSafe(context, true);
        return context;
    }

    private static void failed(String topic, Throwable failure) {
        LOG.errorf(failure, "Presence fetch failed: members of %s get presences without what it adds", topic);
    }
}
