package dev.beckon.verify;

import dev.beckon.testclients.KafkaMentions;
import dev.beckon.testclients.MentionApi;
import dev.beckon.testclients.PeopleApi;
import dev.beckon.verify.faults.Catalogue;
import dev.beckon.verify.faults.Fault;
import dev.beckon.verify.faults.FaultLane;
import dev.beckon.verify.history.Fact.Placed;
import dev.beckon.verify.history.History;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.load.Audience;
import dev.beckon.verify.load.Workload;
import dev.beckon.verify.stack.Rig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run: the system starts, works under load and faults, settles, and its final state is noted. */
public final class Verification implements AutoCloseable {

    /** Bound, on a slow machine, for making and mending all faults and finishing all begun work. */
    private static final Duration WINDING_DOWN = Duration.ofMinutes(15);

    private static final Duration WARM_UP = Duration.ofSeconds(10);

    private final Settings settings;
    private final Consumer<String> progress;
    private final HistoryLog log = new HistoryLog();
    private final Audience audience;
    private final Rig rig;
    private final List<Fault> faults;
    private volatile List<FaultLane> lanes = List.of();
    private @Nullable KafkaMentions records;

    /**
     * Starts nothing yet.
     *
     * @param progress gets a line for each step
     * @throws IllegalArgumentException if a wanted fault does not exist
     */
    public Verification(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.audience = new Audience(settings.people());
        this.rig = new Rig(settings.directory().resolve("stack"), settings.postgres(), settings.redisCluster(), progress);
        this.faults = settings.chosen(
                Catalogue.of(rig, () -> Objects.requireNonNull(records), log, audience.people().getFirst()));
    }

    /** Runs once; the {@link #history} holds the result. */
    public void run() throws InterruptedException, ExecutionException, TimeoutException, SQLException {
        rig.start();
        try (KafkaMentions kafka = new KafkaMentions(rig.stack().kafka().bootstrapServers());
                Workload load = new Workload(addresses(kafka), audience, settings.timeouts(), log, settings.seed())) {
            records = kafka;
            progress.accept("load and faults for %d s, seed %d".formatted(settings.length().toSeconds(), settings.seed()));
            useAndBreak(load);
            progress.accept("no more faults; waiting for quiet");
            load.mentionEveryLane();
            Evidence evidence = new Evidence(rig.truth(), kafka, load.people(), log);
            evidence.awaitQuiet(audience.ofEveryLane());
            evidence.collect();
            if (settings.postgres() > 1) {
                audience.people().forEach(user -> log.note(at -> new Placed(at, user, rig.postgresOf(user))));
            }
        }
    }

    private Workload.Addresses addresses(KafkaMentions kafka) {
        return new Workload.Addresses(rig.gateways(), new MentionApi(rig.mentions(), rig.token("ada", "mentions:write")),
                new PeopleApi(rig.notifications(), rig.token("officer", "people:admin")), kafka,
                user -> rig.token(user));
    }

    /** Returns when the time is over, all faults are mended, and the load has ended. */
    private void useAndBreak(Workload load) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> work = load.start();
        warmUp(work);
        Random seeds = new Random(settings.seed());
        lanes = Stream.of(true, false).map(outages -> lane(outages, seeds.nextLong())).toList();
        CompletableFuture<?>[] breaking = lanes.stream().map(FaultLane::start).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.anyOf(CompletableFuture.anyOf(breaking), work).get(settings.length().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException timeIsOver) {
            // Expected: no lane and no worker has failed.
        }
        lanes.forEach(FaultLane::stop);
        CompletableFuture.allOf(breaking).get(WINDING_DOWN.toSeconds(), TimeUnit.SECONDS);
        load.stop();
        work.get(WINDING_DOWN.toSeconds(), TimeUnit.SECONDS);
    }

    /** Faults break a system in use, not one that starts: the first calls of a process take it a second. */
    private void warmUp(CompletableFuture<Void> work) throws InterruptedException, ExecutionException {
        try {
            work.get(Math.min(WARM_UP.toMillis(), settings.length().toMillis() / 6), TimeUnit.MILLISECONDS);
        } catch (TimeoutException loadGoesOn) {
            // Expected: no worker has failed.
        }
    }

    private FaultLane lane(boolean outages, long seed) {
        List<Fault> own = faults.stream().filter(fault -> fault.isOutage() == outages).toList();
        return new FaultLane(own, log, settings.pace(), rig::awaitWhole, seed);
    }

    /** The history so far. */
    public History history() {
        return log.history();
    }

    /**
     * May be called from another thread while the run goes on. Faults are mended first, because a paused process cannot
     * stop.
     */
    @Override
    public void close() {
        lanes.forEach(FaultLane::abandon);
        rig.close();
    }
}
