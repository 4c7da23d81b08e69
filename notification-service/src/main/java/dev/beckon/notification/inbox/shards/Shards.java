package dev.beckon.notification.inbox.shards;

import dev.beckon.contracts.Lane;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The PostgreSQL servers, and the one that holds each lane: first as configured, then as the databases say, so that a lane moves
 * without a restart. Thread-safe.
 */
@Startup // a table of lanes with a mistake ends the process at its start
@Singleton
public final class Shards {

    private static final Logger LOG = Logger.getLogger(Shards.class);

    private final List<Shard> servers;
    private final AtomicReferenceArray<Shard> byLane;

    Shards(Pool pool, ShardsConfig config, MeterRegistry meters) {
        if (ClientProxy.unwrap(pool) instanceof RoutedPool several) {
            this.servers = several.servers();
            this.byLane = new AtomicReferenceArray<>(LaneTable
                    .of(config.servers().stream().map(server -> server.lanes().orElse("")).toList()).stream()
                    .map(servers::get).toArray(Shard[]::new));
            servers.forEach(server -> Gauge.builder("beckon.database.away", server, one -> one.isAway() ? 1 : 0)
                    .description("1 while this PostgreSQL is away, and its lanes wait").tag("server", server.name()).register(meters));
        } else {
            this.servers = List.of(new Shard("PostgreSQL", pool, null));
            this.byLane = new AtomicReferenceArray<>(Collections.nCopies(Lane.COUNT, servers.getFirst()).toArray(Shard[]::new));
        }
    }

    public Shard of(Lane lane) {
        return byLane.get(lane.number());
    }

    public Shard of(String user) {
        return servers.size() == 1 ? servers.getFirst() : of(Lane.of(user));
    }

    /** In the order of the configuration. */
    public List<Shard> all() {
        return servers;
    }

    /** A call on a user's inbox; repeated once, on the server that its lane has moved to. */
    public <T> Uni<T> on(String user, Function<Shard, Uni<T>> call) {
        Shard first = of(user);
        return call.apply(first).onFailure(MovedException.class)
                .recoverWithUni(_ -> follow(first, Set.of(Lane.of(user))).chain(() -> call.apply(of(user))));
    }

    /** Asks a server that some lanes have left where they are, for the calls that follow. */
    public Uni<Void> follow(Shard left, Set<Lane> lanes) {
        return left.withPool(pool -> pool.preparedQuery(
                "SELECT number, moved_to FROM lane WHERE number = ANY ($1) AND moved_to IS NOT NULL")
                .execute(Tuple.of(numbers(lanes))))
                .invoke(rows -> rows.forEach(row -> follow(left, row.getShort("number"), row.getString("moved_to"))))
                .replaceWithVoid();
    }

    /** The parameter of a statement. */
    public static Short[] numbers(Set<Lane> lanes) {
        return lanes.stream().map(lane -> (short) lane.number()).toArray(Short[]::new);
    }

    private void follow(Shard left, int lane, String movedTo) {
        servers.stream().filter(server -> server.name().equals(movedTo)).findFirst().ifPresentOrElse(
                server -> {
                    if (byLane.compareAndSet(lane, left, server)) {
                        LOG.infof("Lane %d is on PostgreSQL %s now, no longer on %s. Correct notification.shards before the next start",
                                lane,
                                server, left);
                    }
                },
                () -> LOG.errorf(
                        "Lane %d has moved from PostgreSQL %s to %s, which notification.shards does not list: its users get 503 and"
                                + " their mentions wait. Add the server and restart", lane, left, movedTo));
    }
}
