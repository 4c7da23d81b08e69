package dev.beckon.notification.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import dev.beckon.notification.push.HintPush;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes a hint of this process's changes every {@link #INTERVAL}, from which gateways see which members should have moved.
 * If Redis does not take one, the databases record it, and the hints of other processes pass that on: a process that is cut off
 * from Redis is otherwise like one that has ended.
 */
@ApplicationScoped
class ChangeHints {

    /**
     * A change whose frame is lost is found one interval, and one of a lost hint two intervals later, and a gateway waits 6 s for
     * frames on their way: together less than 30 s.
     */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** For a query of one row, and for the last hint when the process stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String DATABASE = "SELECT epoch, lost_hints FROM database_epoch";
    private static final String RECORD = "UPDATE database_epoch SET lost_hints = lost_hints + 1 RETURNING epoch, lost_hints";

    private final Shards shards;
    private final HintPush push;
    private final Vertx vertx;
    private final Map<Shard, Database> databases = new ConcurrentHashMap<>();
    /** Servers on which a hint that was not published is still to be recorded. */
    private final Set<Shard> toRecord = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private volatile long timer;

    ChangeHints(Shards shards, HintPush push, Vertx vertx) {
        this.shards = shards;
        this.push = push;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        repeat();
    }

    private void repeat() {
        if (!stopping) {
            // The time runs from start to start; no hint takes as long as that.
            timer = vertx.setTimer(INTERVAL.toMillis(), _ -> repeat());
            publish(INTERVAL).subscribe().with(_ -> {});
        }
    }

    void stop(@Observes ShutdownEvent stopped) {
        stopping = true;
        vertx.cancelTimer(timer);
        // Waits: Redis's client is closed after this.
        publish(Duration.ZERO).ifNoItem().after(PATIENCE).fail().onFailure().recoverWithNull().await().indefinitely();
    }

    private record Database(UUID id, long lostHints) {

        /** Servers may share an epoch, when a lane has moved from one to another; the id differs. */
        static Database of(Shard shard, Row row) {
            return new Database(UUID.nameUUIDFromBytes((shard.name() + row.getUUID("epoch")).getBytes(UTF_8)), row.getLong("lost_hints"));
        }
    }

    /** @param next time until the next hint; zero: there is none */
    Uni<Void> publish(Duration next) {
        return lookAtAll()
                .chain(() -> push.publish(known(), next))
                .chain(isPublished -> isPublished ? Uni.createFrom().voidItem() : recordOnAll());
    }

    private Map<UUID, Long> known() {
        Map<UUID, Long> known = new HashMap<>();
        databases.values().forEach(database -> known.put(database.id(), database.lostHints()));
        return known;
    }

    private Uni<Void> recordOnAll() {
        toRecord.addAll(shards.all());
        return lookAtAll();
    }

    private Uni<Void> lookAtAll() {
        return Uni.join().all(shards.all().stream().map(this::look).toList()).andCollectFailures().replaceWithVoid();
    }

    /** Reads the database's row, and records a lost hint in it; without an answer the last one remains. */
    private Uni<Void> look(Shard shard) {
        boolean recording = toRecord.contains(shard);
        return shard.withPool(pool -> pool.withConnection(connection -> connection.query(recording ? RECORD : DATABASE).execute()))
                .ifNoItem().after(PATIENCE).fail()
                .invoke(rows -> {
                    databases.put(shard, Database.of(shard, rows.iterator().next()));
                    if (recording) {
                        toRecord.remove(shard);
                    }
                })
                .replaceWithVoid()
                .onFailure().recoverWithNull();
    }
}
