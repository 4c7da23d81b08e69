package dev.beckon.verify;

import dev.beckon.verify.clients.MentionRecords;
import dev.beckon.verify.clients.Mentions;
import dev.beckon.verify.faults.Catalogue;
import dev.beckon.verify.faults.Fault;
import dev.beckon.verify.faults.FaultLane;
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

/** One run: the system starts, is used and broken, comes to rest, and is looked at. */
public final class Verification implements AutoCloseable {

    /** Until all faults are made and mended, on a machine that is slow, and all that was begun is finished. */
    private static final Duration WINDING_DOWN = Duration.ofMinutes(15);

    private final Settings settings;
    private final Consumer<String> progress;
    private final HistoryLog log = new HistoryLog();
    private final Audience audience;
    private final Rig rig;
    private final List<Fault> faults;
    private volatile List<FaultLane> lanes = List.of();
    private @Nullable MentionRecords records;

    /**
     * Starts nothing yet.
     *
     * @param progress is told line by line what goes on
     * @throws IllegalArgumentException if there is no such fault
     */
    public Verification(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.audience = new Audience(settings.people());
        this.rig = new Rig(settings.directory().resolve("stack"), settings.reconcile(), progress);
        this.faults = settings.chosen(
                Catalogue.of(rig, () -> Objects.requireNonNull(records), log, audience.people().getFirst()));
    }

    /** Whatever comes of it is in the {@link #history}. */
    public void run() throws InterruptedException, ExecutionException, TimeoutException, SQLException {
        rig.start();
        try (MentionRecords kafka = new MentionRecords(rig.stack().kafka().bootstrapServers());
                Workload load = new Workload(addresses(kafka), audience, settings.patience(), log, settings.seed())) {
            records = kafka;
            progress.accept("load and faults for %d s, seed %d".formatted(settings.length().toSeconds(), settings.seed()));
            useAndBreak(load);
            progress.accept("no more faults; waiting for quiet");
            load.mentionEverybody();
            Evidence evidence = new Evidence(rig.truth(), kafka, load.people(), log);
            evidence.awaitQuiet();
            evidence.collect();
        }
    }

    private Workload.Addresses addresses(MentionRecords kafka) {
        return new Workload.Addresses(rig.gateways(), new Mentions(rig.mentions(), rig.token("ada", "mentions:write")), kafka,
                user -> rig.token(user));
    }

    /** Returns when the time is over, all is mended, and nobody works any more. */
    private void useAndBreak(Workload load) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> work = load.start();
        Random seeds = new Random(settings.seed());
        lanes = Stream.of(true, false).map(outages -> lane(outages, seeds.nextLong())).toList();
        CompletableFuture<?>[] breaking = lanes.stream().map(FaultLane::start).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.anyOf(CompletableFuture.anyOf(breaking), work).get(settings.length().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException timeIsOver) {
            // as it should be: nobody has failed
        }
        lanes.forEach(FaultLane::stop);
        CompletableFuture.allOf(breaking).get(WINDING_DOWN.toSeconds(), TimeUnit.SECONDS);
        load.stop();
        work.get(WINDING_DOWN.toSeconds(), TimeUnit.SECONDS);
    }

    private FaultLane lane(boolean outages, long seed) {
        List<Fault> own = faults.stream().filter(fault -> fault.isOutage() == outages).toList();
        return new FaultLane(own, log, settings.pace(), rig::awaitWhole, seed);
    }

    /** What has happened until now. */
    public History history() {
        return log.history();
    }

    /** From another thread also while it runs. What is broken is mended first: who stands still could not stop. */
    @Override
    public void close() {
        lanes.forEach(FaultLane::abandon);
        rig.close();
    }
}
