package dev.beckon.gateway.presence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.beckon.channels.Member;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.presence.OnlineLease.Times;
import dev.beckon.redis.masters.RedisMasters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The users who have their inbox open on at least one device, at any gateway. This gateway holds its own users and has them in
 * Redis under its lease; a question reads the others from there. A user is online if one of the gateways in the user's set has a
 * live lease, so the users of a gateway that dies are offline when its lease ends. In a Redis Cluster there is a lease for each
 * hash tag, in the slot of its users: what a server loses or cannot answer concerns its own users. Thread-safe.
 */
@Startup // the lease must be there before the first member joins
@Singleton
public final class OnlineUsers {

    /** Changes in this time are written together. */
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration STOP = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final OnlineKeys keys;
    private final Context context;
    private final List<OnlineLease> leases;
    private final @Nullable RedisSessions writes;
    private final @Nullable OnlineReader reader;
    private final long timer;

    @Inject
    OnlineUsers(Instance<RedisMasters> redis, Vertx vertx, MeterRegistry meters, OnlineKeys keys) {
        this(keys.isShared() ? redis.get() : null, vertx, keys, Times.DEFAULT);
        Gauge.builder("beckon.online.users", this, OnlineUsers::count)
                .description("Users with an inbox open at this gateway").register(meters);
        Gauge.builder("beckon.online.unwritten", this, OnlineUsers::unwritten)
                .description("Users whose coming or going Redis does not have yet").register(meters);
    }

    /** @param redis {@code null}: this gateway is alone, and knows all users itself */
    OnlineUsers(@Nullable RedisMasters redis, Vertx vertx, OnlineKeys keys, Times times) {
        this.vertx = vertx;
        this.keys = keys;
        this.context = vertx.getOrCreateContext();
        this.leases = IntStream.range(0, keys.groups()).mapToObj(group -> new OnlineLease(group, keys, times, System.nanoTime())).toList();
        if (redis == null) {
            writes = null;
            reader = null;
            timer = -1;
            return;
        }
        RedisSessions written = new RedisSessions(redis, context, "writing who is online");
        writes = written;
        reader = new OnlineReader(new RedisSessions(redis, context, "reading who is online"), keys);
        timer = vertx.setPeriodic(TICK.toMillis(), _ -> context.runOnContext(_ -> leases.forEach(lease -> write(lease, written))));
    }

    /** Counts the member's user as online, at least until this member leaves. */
    public void add(Member member) {
        String user = member.socketAssigns().get(User.class).id();
        add(user);
        member.onEnd(() -> remove(user));
    }

    void add(String user) {
        lease(user).add(user);
    }

    void remove(String user) {
        lease(user).remove(user);
    }

    private int count() {
        return leases.stream().mapToInt(OnlineLease::users).sum();
    }

    private int unwritten() {
        return leases.stream().mapToInt(OnlineLease::unwritten).sum();
    }

    /**
     * @return the members of {@code users} who are online; fails with an {@link OnlineReader.UnknownException} if Redis gives
     *     no certain answer
     */
    Uni<Set<String>> among(Collection<String> users) {
        Set<String> here = users.stream().filter(user -> lease(user).has(user)).collect(toUnmodifiableSet());
        OnlineReader elsewhere = reader;
        if (elsewhere == null || here.size() == users.size()) {
            return Uni.createFrom().item(here);
        }
        CompletableFuture<Set<String>> online = new CompletableFuture<>();
        context.runOnContext(_ -> read(elsewhere, users, here)
                .onSuccess(online::complete)
                .onFailure(online::completeExceptionally));
        return Uni.createFrom().completionStage(online);
    }

    private Future<Set<String>> read(OnlineReader elsewhere, Collection<String> users, Set<String> here) {
        List<Future<Set<String>>> parts = new ArrayList<>();
        users.stream().filter(user -> !here.contains(user)).collect(groupingBy(this::lease))
                .forEach((lease, its) -> parts.add(elsewhere.elsewhere(lease, its)));
        return Future.all(parts).map(_ -> {
            Set<String> online = new HashSet<>(here);
            parts.forEach(part -> online.addAll(part.result()));
            return online;
        });
    }

    private OnlineLease lease(String user) {
        return leases.get(keys.group(user));
    }

    /** Continues at once while there is more to write, such as everything after Redis has lost it. */
    private void write(OnlineLease lease, RedisSessions redis) {
        List<Request> pipeline = lease.next(System.nanoTime());
        if (!pipeline.isEmpty()) {
            redis.send(keys.lease(lease.group(), lease.id()), pipeline).onComplete(result -> context.runOnContext(_ -> {
                if (result.succeeded()) {
                    lease.written(result.result(), System.nanoTime());
                    write(lease, redis);
                } else {
                    lease.failed(System.nanoTime());
                }
            }));
        }
    }

    /** Ends the leases, so that no user is online here any more; the sockets are closed already. */
    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void stop() {
        RedisSessions redis = writes;
        if (redis != null) {
            vertx.cancelTimer(timer);
            CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
            context.runOnContext(_ -> Future.join(leases.stream().map(lease -> redis.send(keys.lease(lease.group(), lease.id()), List.of(
                    lease.end()))).toList())
                    .onComplete(_ -> ended.complete(null)));
            ended.completeOnTimeout(null, STOP.toMillis(), TimeUnit.MILLISECONDS).join();
        }
    }
}
