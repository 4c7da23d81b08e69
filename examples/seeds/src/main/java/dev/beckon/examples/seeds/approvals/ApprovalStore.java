package dev.beckon.examples.seeds.approvals;

import dev.beckon.examples.seeds.approvals.ApprovalStats.Stats;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the counts are kept. Thread-safe. */
interface ApprovalStore {

    Uni<Stats> of(String user);

    /** Counts one decision. @return counts that include it; each count only grows */
    Uni<Stats> decided(String user, boolean approval);

    /** For one node; lost at its end. */
    final class InMemory implements ApprovalStore {

        private final Map<String, Stats> byUser = new ConcurrentHashMap<>();

        @Override
        public Uni<Stats> of(String user) {
            return Uni.createFrom().item(byUser.getOrDefault(user, Stats.NONE));
        }

        @Override
        public Uni<Stats> decided(String user, boolean approval) {
            return Uni.createFrom().item(byUser.merge(user, Stats.NONE.plus(approval), (before, _) -> before.plus(approval)));
        }
    }

    /** A hash for each user, the same for every node. */
    final class InRedis implements ApprovalStore {

        private static final String APPROVED = "approved";
        private static final String REJECTED = "rejected";

        private final Redis redis;

        InRedis(Redis redis) {
            this.redis = redis;
        }

        @Override
        public Uni<Stats> of(String user) {
            return send(Request.cmd(Command.HMGET).arg(key(user)).arg(APPROVED).arg(REJECTED))
                    .map(counts -> new Stats(number(counts.get(0)), number(counts.get(1))));
        }

        @Override
        public Uni<Stats> decided(String user, boolean approval) {
            return send(Request.cmd(Command.HINCRBY).arg(key(user)).arg(approval ? APPROVED : REJECTED).arg(1)).chain(() -> of(user));
        }

        private Uni<Response> send(Request request) {
            return Uni.createFrom().completionStage(() -> redis.send(request).toCompletionStage());
        }

        private static String key(String user) {
            return "approval_stats:" + user;
        }

        private static int number(Response count) {
            return count == null ? 0 : count.toInteger();
        }
    }
}
