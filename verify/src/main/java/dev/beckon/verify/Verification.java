package dev.beckon.verify;

import dev.beckon.verify.check.Checker;
import dev.beckon.verify.clients.MentionRecords;
import dev.beckon.verify.clients.Mentions;
import dev.beckon.verify.faults.Catalogue;
import dev.beckon.verify.faults.Fault;
import dev.beckon.verify.faults.FaultLane;
import dev.beckon.verify.history.History;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.load.Audience;
import dev.beckon.verify.load.Workload;
import dev.beckon.verify.report.Report;
import dev.beckon.verify.stack.Rig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One run: the system starts, is used and broken, comes to rest, and is held against its promises. */
public final class Verification implements AutoCloseable {

    /** Until all faults are mended and all that was begun is finished. */
    private static final Duration WINDING_DOWN = Duration.ofMinutes(3);

    private final Settings settings;
    private final Consumer<String> progress;
    private final Rig rig;

    /** @param progress is told line by line what goes on */
    public Verification(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.rig = new Rig(settings.directory().resolve("stack"), settings.reconcile(), progress);
    }

    /** What happened; see {@link #report}. */
    public History run() throws InterruptedException, ExecutionException, TimeoutException, SQLException {
        rig.start();
        HistoryLog log = new HistoryLog();
        Audience audience = new Audience(settings.people());
        try (MentionRecords records = new MentionRecords(rig.stack().kafka().bootstrapServers());
                Workload load = new Workload(addresses(records), audience, settings.patience(), log, settings.seed())) {
            CompletableFuture<Void> work = load.start();
            List<FaultLane> lanes = lanes(records, log, audience);
            CompletableFuture<?>[] running = lanes.stream().map(FaultLane::start).toArray(CompletableFuture[]::new);
            progress.accept("load and faults for %d s, seed %d".formatted(settings.length().toSeconds(), settings.seed()));
            awaitEnd(CompletableFuture.anyOf(CompletableFuture.allOf(running), work));
            progress.accept("no more faults; waiting for quiet");
            lanes.forEach(FaultLane::stop);
            CompletableFuture.allOf(running).get(WINDING_DOWN.toSeconds(), TimeUnit.SECONDS);
            load.stop();
            work.get(WINDING_DOWN.toSeconds(), TimeUnit.SECONDS);
            load.mentionEverybody();
            Evidence evidence = new Evidence(rig.truth(), records, load.people(), log);
            evidence.awaitQuiet();
            evidence.collect();
        }
        return log.history();
    }

    /** Until the time is over, or somebody has failed. */
    private void awaitEnd(CompletableFuture<?> somebody) throws InterruptedException, ExecutionException {
        try {
            somebody.get(settings.length().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException timeIsOver) {
            // as it should be
        }
    }

    private Workload.Addresses addresses(MentionRecords records) {
        return new Workload.Addresses(rig.gateways(), new Mentions(rig.mentions(), rig.token("ada", "mentions:write")), records,
                user -> rig.token(user));
    }

    private List<FaultLane> lanes(MentionRecords records, HistoryLog log, Audience audience) {
        List<Fault> faults = Catalogue.of(rig, records, log, audience.people()::getFirst).stream()
                .filter(fault -> settings.faults().isEmpty() || settings.faults().contains(fault.name()))
                .toList();
        Set<String> unknown = new TreeSet<>(settings.faults());
        faults.forEach(fault -> unknown.remove(fault.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such fault: " + String.join(", ", unknown));
        }
        Random seeds = new Random(settings.seed());
        return List.of(true, false).stream()
                .map(outages -> new FaultLane(faults.stream().filter(fault -> fault.isOutage() == outages).toList(), log,
                        settings.pace(), rig::awaitWhole, seeds.nextLong()))
                .toList();
    }

    public static Report report(History history) {
        return new Report(history, Checker.check(history));
    }

    @Override
    public void close() {
        rig.close();
    }
}
