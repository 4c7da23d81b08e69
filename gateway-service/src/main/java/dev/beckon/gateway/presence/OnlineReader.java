package dev.beckon.gateway.presence;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads from Redis who is online at other gateways: first the users' sets, then the leases of the gateways in them. Answers only
 * while Redis still has this gateway's own lease: without it the data is lost, or older than the leases. Confined to one Vert.x
 * context.
 */
final class OnlineReader {

    private final RedisSessions redis;
    private final OnlineKeys keys;

    /** The caller should ask again in a few seconds. */
    static final class UnknownException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownException(String why) {
            super(why, null, false, false);
        }
    }

    OnlineReader(RedisSessions redis, OnlineKeys keys) {
        this.redis = redis;
        this.keys = keys;
    }

    /**
     * @param users those whose keys are in the slot of {@code lease}
     * @return those who are online at another gateway; fails with an {@link UnknownException} if Redis gives no certain answer
     */
    Future<Set<String>> elsewhere(OnlineLease lease, List<String> users) {
        if (lease.isUncertain(System.nanoTime())) {
            return Future.failedFuture(new UnknownException("Redis has lost data, and gateways are writing it again"));
        }
        List<Request> pipeline = new ArrayList<>();
        pipeline.add(exists(lease.group(), lease.id()));
        users.forEach(user -> pipeline.add(
                Request.cmd(Command.ZRANGE).arg(keys.user(user)).arg(0).arg(-1)));
        return redis.send(keys.lease(lease.group(), lease.id()), pipeline).compose(answers -> {
            if (lease.isKnown() && !isOne(answers.getFirst())) {
                lease.lost(System.nanoTime());
                return Future.failedFuture(new UnknownException("Redis has lost this gateway's lease"));
            }
            return living(lease.group(), gatewaysOf(users, answers.subList(1, answers.size()), lease.id()));
        });
    }

    private static Map<String, Set<String>> gatewaysOf(List<String> users, List<Response> sets, String own) {
        Map<String, Set<String>> gateways = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            @Nullable
            Response set = sets.get(i);
            if (set != null) {
                for (Response gateway : set) {
                    if (!gateway.toString().equals(own)) {
                        gateways.computeIfAbsent(users.get(i), _ -> new HashSet<>()).add(gateway.toString());
                    }
                }
            }
        }
        return gateways;
    }

    private Future<Set<String>> living(int group, Map<String, Set<String>> gatewaysOfUsers) {
        List<String> gateways = List.copyOf(gatewaysOfUsers.values().stream().collect(LinkedHashSet::new, Set::addAll, Set::addAll));
        if (gateways.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return redis.send(keys.lease(group, gateways.getFirst()), gateways.stream().map(gateway -> exists(group, gateway)).toList()).map(
                answers -> {
                    Set<String> living = new HashSet<>();
                    for (int i = 0; i < gateways.size(); i++) {
                        if (isOne(answers.get(i))) {
                            living.add(gateways.get(i));
                        }
                    }
                    Set<String> online = new HashSet<>();
                    gatewaysOfUsers.forEach((user, its) -> {
                        if (its.stream().anyMatch(living::contains)) {
                            online.add(user);
                        }
                    });
                    return online;
                });
    }

    private Request exists(int group, String gateway) {
        return Request.cmd(Command.EXISTS).arg(keys.lease(group, gateway));
    }

    private static boolean isOne(@Nullable Response answer) {
        return answer != null && answer.toString().equals("1");
    }
}
