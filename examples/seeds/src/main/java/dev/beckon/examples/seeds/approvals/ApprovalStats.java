package dev.beckon.examples.seeds.approvals;

import dev.beckon.channels.Endpoint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** Counts the decisions on each user's requests and broadcasts them to that user. A real application stores them in a database. */
@Singleton
class ApprovalStats {

    private final Map<String, Stats> byUser = new HashMap<>();
    private final Endpoint endpoint;

    ApprovalStats(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @RegisterForReflection
    record Stats(int approved, int rejected) {

        Stats plus(boolean approval) {
            return approval ? new Stats(approved + 1, rejected) : new Stats(approved, rejected + 1);
        }
    }

    synchronized Stats of(String user) {
        return byUser.getOrDefault(user, new Stats(0, 0));
    }

    /** Broadcasts while it holds the lock, so that no client sees counts go back; a broadcast does not block. */
    synchronized void decided(String user, boolean approval) {
        Stats stats = of(user).plus(approval);
        byUser.put(user, stats);
        endpoint.broadcast("user_approval_stats:" + user, "stats", stats);
    }
}
