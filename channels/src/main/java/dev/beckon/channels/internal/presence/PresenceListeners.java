package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.Presence.Change;
import dev.beckon.channels.RawJson;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The application's listeners to presence; each has an event loop, on which its changes are in order. Thread-safe. */
final class PresenceListeners {

    private static final Logger LOG = Logger.getLogger(PresenceListeners.class);

    private final List<Listening> listening = new CopyOnWriteArrayList<>();
    private final PresenceJson json;
    private final Vertx vertx;

    private record Listening(EventLoop loop, Function<Change, Uni<Void>> listener) {}

    PresenceListeners(PresenceJson json, Vertx vertx) {
        this.json = json;
        this.vertx = vertx;
    }

    Endpoint.Subscription add(Function<Change, Uni<Void>> listener) {
        Listening added = new Listening(VertxLoop.next(vertx), listener);
        listening.add(added);
        return () -> listening.removeIf(each -> each == added);
    }

    boolean isIdle() {
        return listening.isEmpty();
    }

    /**
     * @param diff as members get it
     * @param present entries after the change, of the keys in the diff
     */
    void changed(String topic, RawJson diff, Map<String, List<Entry>> present) {
        for (Listening each : listening) {
            // Each listener gets trees of its own, read on its own loop: a shard's thread must not wait for them.
            each.loop().runApart(() -> Uni.createFrom().deferred(() -> each.listener().apply(change(topic, diff, present)))
                    .subscribe().with(_ -> {}, failure -> LOG.errorf(failure, "The application's listener to presence failed on topic %s",
                            topic)));
        }
    }

    private Change change(String topic, RawJson diff, Map<String, List<Entry>> present) {
        ObjectNode tree = json.tree(diff);
        return new Change(topic, PresenceJson.byKey(tree.get("joins")), PresenceJson.byKey(tree.get("leaves")), json.trees(present));
    }
}
