package dev.beckon.notification.ingest;

import dev.beckon.notification.inbox.DatabaseFailure;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Has mentions stored lane by lane: a lane whose inbox is locked or whose data PostgreSQL refuses does not delay others.
 *
 * <p>Order. When a process stores a mention, all earlier ones of its lane are stored or set aside: the process began at a
 * committed offset, commits never pass a record that is not stored ({@link PartitionBacklog}), and a lane's next mention is
 * stored after the former's transaction ({@link LaneQueue}). This holds for each process by itself. So a process that was
 * paused, lost its partitions, and still stores a mention, stores it before the new owner does or repeats it, which adds
 * nothing; it never stores it after a later mention of the lane. Hence nothing has to be fenced.
 */
@ApplicationScoped
class LaneScheduler {

    private static final Logger LOG = Logger.getLogger(LaneScheduler.class);

    /** Wait for statements under way when partitions are taken away or the process ends. */
    private static final Duration LAST_STATEMENTS = Duration.ofSeconds(1);

    /** A wait until no statement has records of these partitions. */
    private record Release(Collection<TopicPartition> partitions, CompletableFuture<Void> released) {}

    private final MentionWriter writer;
    private final ReadPositions positions;
    private final Vertx vertx;
    private final Lanes lanes;
    private final List<Release> releases = new ArrayList<>();

    LaneScheduler(MentionWriter writer, ReadPositions positions, IngestTelemetry telemetry, IngestConfig config, Vertx vertx) {
        this.writer = writer;
        this.positions = positions;
        this.vertx = vertx;
        this.lanes = new Lanes(config.rowsPerStatement(), writer::server, positions::owns);
        telemetry.countLanesHeldUp(this::heldUp);
    }

    /** @param records in Kafka's order, each as the shares of its lanes */
    void add(List<List<Decoded>> records) {
        synchronized (this) {
            for (List<Decoded> shares : records) {
                if (!shares.isEmpty() && positions.divide(shares.getFirst().origin(), shares.size())) {
                    shares.forEach(lanes::add);
                }
            }
        }
        storeNext();
    }

    synchronized int heldUp() {
        return lanes.heldUp();
    }

    private void storeNext() {
        for (MentionGroup group = next(); group != null; group = next()) {
            store(group);
        }
    }

    private synchronized @Nullable MentionGroup next() {
        return lanes.next(System.nanoTime());
    }

    private void store(MentionGroup group) {
        Uni.createFrom().deferred(() -> writer.write(group.mentions())).subscribe().with(
                _ -> stored(group),
                failure -> failed(group, failure));
    }

    private void stored(MentionGroup group) {
        boolean resumed;
        group.mentions().forEach(mention -> positions.stored(mention.origin()));
        synchronized (this) {
            resumed = group.first().isHeldUp();
            lanes.stored(group);
            releaseIdle();
        }
        if (resumed) {
            LOG.infof("%s goes on: its mentions are stored again", group.first().lane());
        }
        storeNext();
    }

    private void failed(MentionGroup group, Throwable failure) {
        if (DatabaseFailure.of(failure) != DatabaseFailure.DATA) {
            holdUp(group, failure);
        } else if (group.mentions().size() == 1) {
            writer.setAside(group.mentions().getFirst(), failure).subscribe().with(
                    _ -> stored(group),
                    fault -> holdUp(group, fault));
        } else {
            synchronized (this) {
                lanes.refused(group);
                releaseIdle();
            }
            storeNext();
        }
    }

    private void holdUp(MentionGroup group, Throwable failure) {
        boolean first;
        Duration pause;
        synchronized (this) {
            first = group.lanes().size() == 1 && !group.first().isHeldUp();
            pause = lanes.failed(group, System.nanoTime());
            releaseIdle();
        }
        if (first && DatabaseFailure.isContention(failure)) {
            LOG.warnf("%s waits for a lock in PostgreSQL or moves, and other lanes go on; see docs/operations.md, a lane waits. %s",
                    group.first().lane(), failure);
        } else if (first) {
            LOG.errorf(failure, "%s waits, and other lanes go on: storing its next mention fails, and is tried again", group.first()
                    .lane());
        }
        if (pause.isPositive()) {
            vertx.setTimer(pause.toMillis(), _ -> storeNext());
        }
        storeNext();
    }

    /** Forgets the records of partitions that were taken away, and waits for those that are being stored. */
    void release(Collection<TopicPartition> partitions) {
        Release release = new Release(partitions, new CompletableFuture<>());
        synchronized (this) {
            lanes.keepOwned();
            releases.add(release);
            releaseIdle();
        }
        try {
            release.released().get(LAST_STATEMENTS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debugf("Statements with records of %s are under way; their new owner repeats them", partitions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void releaseIdle() {
        releases.removeIf(release -> !lanes.isStoring(release.partitions()) && release.released().complete(null));
    }
}
