package dev.beckon.examples.seeds.approvals;

import dev.beckon.channels.channel.Endpoint;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** Counts what was decided on each user's requests, and tells that user at once. A real application keeps them in a database. */
@Singleton
class ApprovalStats {

    private final Map<String, Stats> byUser = new HashMap<>();
    private final Endpoint endpoint;

    ApprovalStats(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    record Stats(int approved, int rejected) {

        Stats plus(boolean approval) {
            return approval ? new Stats(approved + 1, rejected) : new Stats(approved, rejected + 1);
        }
    }

    synchronized Stats of(String user) {
        return byUser.getOrDefault(user, new Stats(0, 0));
    }

    /** Broadcasts under the lock, which it does not wait for, so that nobody sees counts go back. */
    synchronized void decided(String user, boolean approval) {
        Stats stats = of(user).plus(approval);
        byUser.put(user, stats);
        endpoint.broadcast("user_approval_stats:" + user, "stats", stats);
    }
}
