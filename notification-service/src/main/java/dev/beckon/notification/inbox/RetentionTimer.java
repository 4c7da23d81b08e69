package dev.beckon.notification.inbox;

import dev.beckon.notification.inbox.shards.AwayException;
import dev.beckon.notification.inbox.shards.Shard;
import dev.beckon.notification.inbox.shards.Shards;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Gives each server its turns, in which mentions expire and retention makes a step. After a turn with something to do it waits as
 * long as the share of the time demands. A server that is away is tried again later.
 */
@ApplicationScoped
class RetentionTimer {

    private static final Logger LOG = Logger.getLogger(RetentionTimer.class);

    /** Between two looks for what is due: the precision of {@code expiresAt}. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Shards shards;
    private final Expiry expiry;
    private final RetentionWalk walk;
    private final RetentionConfig config;
    private final Vertx vertx;
    private final Set<Shard> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    RetentionTimer(Shards shards, Expiry expiry, RetentionWalk walk, RetentionConfig config, Vertx vertx) {
        this.shards = shards;
        this.expiry = expiry;
        this.walk = walk;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        shards.all().forEach(shard -> turnIn(shard, IDLE));
    }

    void stop(@Observes ShutdownEvent stopped) {
        stopping = true;
    }

    private void turnIn(Shard shard, Duration pause) {
        if (!stopping) {
            vertx.setTimer(Math.max(1, pause.toMillis()), _ -> turn(shard));
        }
    }

    private void turn(Shard shard) {
        if (stopping) {
            return;
        }
        long begun = System.nanoTime();
        Uni.createFrom().deferred(() -> expiry.step(shard)).chain(expired -> walks()
                ? walk.step(shard).map(walked -> expired || walked)
                : Uni.createFrom().item(expired))
                .subscribe().with(
                        busy -> {
                            failing.remove(shard);
                            turnIn(shard, busy ? rest(Duration.ofNanos(System.nanoTime() - begun), config.share()) : IDLE);
                        },
                        failure -> {
                            failed(shard, failure);
                            turnIn(shard, AFTER_FAILURE);
                        });
    }

    private boolean walks() {
        return config.age().isPresent() || config.perInbox().isPresent() || config.archivedAge().isPresent();
    }

    private void failed(Shard shard, Throwable failure) {
        if (!stopping && !(failure instanceof AwayException) && failing.add(shard)) {
            LOG.warnf("Nothing expires on %s, and retention removes nothing: %s. Tried again every %d s", shard, failure,
                    AFTER_FAILURE.toSeconds());
        }
    }

    /** The time after a turn in which others have the database to themselves. */
    static Duration rest(Duration turn, double share) {
        return Duration.ofNanos((long) (turn.toNanos() * (1 / share - 1)));
    }
}
