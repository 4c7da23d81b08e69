package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Presence;
import dev.beckon.channels.internal.presence.ClusterPresence.PresenceLimits;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.lab.Lab;
import io.quarkus.arc.Unremovable;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;

/**
 * A second presence beside the application's own; its different number of shards keeps the two apart. Its fetch adds a name,
 * waits for the gate {@code fetch} on topics {@code fetched:slow…}, and fails on {@code fetched:broken…}.
 */
@Singleton
class FetchingPresence {

    @Produces
    @Singleton
    @Unremovable
    @Identifier("fetching")
    Presence presence(PubSub pubSub, ObjectMapper json, PresenceConfig config, Lab lab, Vertx vertx) {
        return new ClusterPresence(pubSub, json, PresenceSettings.of(config).withShards(3), PresenceLimits.DEFAULT, (topic, presences) -> {
            if (!Context.isOnEventLoopThread() || topic.startsWith("fetched:broken")) {
                throw new IllegalStateException("cannot fetch");
            }
            VertxContextSafetyToggle.validateContextIfExists("this context is not safe", "it is not marked as safe");
            lab.called("fetch " + topic + " " + presences.keySet());
            Uni<Void> ready = topic.startsWith("fetched:slow") ? lab.gate("fetch") : Uni.createFrom().voidItem();
            return ready.map(_ -> named(presences));
        }, vertx);
    }

    private static Map<String, ObjectNode> named(Map<String, ObjectNode> presences) {
        presences.forEach((key, presence) -> presence.put("name", key.toUpperCase(Locale.ROOT)));
        return presences;
    }

    void stop(@Disposes @Identifier("fetching") Presence presence) {
        ((ClusterPresence) presence).stop();
    }
}
