package dev.beckon.examples.seeds.approvals;

import dev.beckon.channels.Endpoint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Counts the decisions on each user's requests, and broadcasts the counts to that user. */
@Singleton
class ApprovalStats {

    private final ApprovalStore store;
    private final Endpoint endpoint;

    ApprovalStats(ApprovalStore store, Endpoint endpoint) {
        this.store = store;
        this.endpoint = endpoint;
    }

    @RegisterForReflection
    record Stats(int approved, int rejected) {

        static final Stats NONE = new Stats(0, 0);

        Stats plus(boolean approval) {
            return approval ? new Stats(approved + 1, rejected) : new Stats(approved, rejected + 1);
        }
    }

    /** With {@code channels.redis.enabled} there may be several nodes, so the counts are in Redis, too. */
    @Produces
    @Singleton
    static ApprovalStore store(@ConfigProperty(name = "channels.redis.enabled", defaultValue = "true") boolean several,
            Instance<Redis> redis) {
        return several ? new ApprovalStore.InRedis(redis.get()) : new ApprovalStore.InMemory();
    }

    /** Broadcasts of two decisions at once may overtake each other: of two counts the larger is right. */
    Uni<Void> decided(String user, boolean approval) {
        return store.decided(user, approval)
                .invoke(stats -> endpoint.broadcast("user_approval_stats:" + user, "stats", stats))
                .replaceWithVoid();
    }
}
