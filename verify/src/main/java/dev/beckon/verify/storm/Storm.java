package dev.beckon.verify.storm;

import dev.beckon.contracts.InboxState;
import dev.beckon.testclients.swarm.ClientState;
import dev.beckon.testclients.swarm.Swarm.Identity;
import dev.beckon.testclients.swarm.SwarmProcess;
import dev.beckon.verify.stack.TruthReader;
import dev.beckon.verify.storm.StormReport.Costs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All clients of one gateway lose it at once and reconnect to the other, while a mention names each. Measures duration
 * and cost, and checks that each client has exactly its inbox.
 */
public final class Storm implements AutoCloseable {

    /** Below the 20,000 files that a system often lets one process open. */
    private static final int CLIENTS_PER_PROCESS = 7_500;

    /** Clients per resident: a resident uses the other gateway from the beginning, and should not notice the storm. */
    private static final int RESIDENTS = 10;

    private static final String CALLS = "beckon_catch_ups_calls_total";
    private static final String CATCH_UPS_WAITING = "beckon_catch_ups_waiting_max";
    private static final String UPGRADES_WAITING = "beckon_upgrades_waiting_max";

    /** Mentions of each client: one before the storm, one during it. */
    private static final int MENTIONS = 2;

    private static final Duration BOUND = Duration.ofMinutes(3);

    private final int clients;
    private final Path directory;
    private final Consumer<String> progress;
    private final StormSystem system;
    private final List<SwarmProcess> swarms = new CopyOnWriteArrayList<>();
    private volatile @Nullable SwarmProcess residents;

    /** Starts nothing yet. */
    public Storm(int clients, Path directory, Consumer<String> progress) {
        this.clients = clients;
        this.directory = directory;
        this.progress = progress;
        this.system = new StormSystem(directory, progress);
    }

    /** The result of the storm, as text. */
    public record Outcome(boolean isClean, String text) {}

    public Outcome run() throws IOException, InterruptedException, SQLException {
        system.start();
        List<Identity> identities = system.identities(clients + clients / RESIDENTS);
        residents = gather("residents", identities.subList(clients, identities.size()), List.of(system.survivor()));
        for (int from = 0; from < clients; from += CLIENTS_PER_PROCESS) {
            swarms.add(gather("clients-" + (swarms.size() + 1),
                    identities.subList(from, Math.min(from + CLIENTS_PER_PROCESS, clients)), system.gateways()));
        }
        system.mention("before", identities);
        require(missing(1), "did not get the first mention");
        progress.accept("each of %d clients is at %s and has one notification".formatted(clients, StormSystem.VICTIM));
        StormReport report = strike(identities);
        return new Outcome(report.isClean(), report.text());
    }

    private SwarmProcess gather(String name, List<Identity> who, List<URI> gateways) throws IOException {
        SwarmProcess swarm = SwarmProcess.start(directory, name, who, gateways);
        require(swarm.connect(BOUND), "could not join");
        progress.accept("%d %s have joined".formatted(who.size(), name));
        return swarm;
    }

    private StormReport strike(List<Identity> identities) throws IOException, InterruptedException, SQLException {
        tally();
        MetricsSnapshot before = MetricsSnapshot.of(system.survivor());
        Map<String, Duration> processors = processors();
        long lostAt = System.currentTimeMillis();
        system.killVictim();
        progress.accept(StormSystem.VICTIM + " is gone");
        system.mention("meanwhile", identities);
        long missing = missing(MENTIONS);
        Duration caughtUp = Duration.ofMillis(System.currentTimeMillis() - lostAt);
        progress.accept("%d have not all news after %d s".formatted(missing, caughtUp.toSeconds()));
        Map<String, Duration> spent = processors();
        spent.replaceAll((name, used) -> used.minus(processors.get(name)));
        MetricsSnapshot after = MetricsSnapshot.of(system.survivor());
        List<ClientState> standings = standings();
        Processor gateway = new Processor(system.survivorPid());
        Costs costs = new Costs(Math.round(after.value(CALLS) - before.value(CALLS)), Math.round(after.value(CATCH_UPS_WAITING)),
                Math.round(after.value(UPGRADES_WAITING)), spent, gateway.peakMebibytes(),
                new UpgradeRefusals(system.survivor(), gateway).micros());
        List<String> wrong = wrong(standings, 1);
        wrong.addAll(wrong(residents().standings(), 0));
        return new StormReport(standings, lostAt, caughtUp, tally(), costs, wrong);
    }

    private SwarmProcess residents() {
        return Objects.requireNonNull(residents);
    }

    private Map<String, Duration> processors() {
        Map<String, Duration> used = new LinkedHashMap<>(system.processors());
        used.put("clients", swarms.stream().map(swarm -> new Processor(swarm.pid()).used()).reduce(Duration.ZERO, Duration::plus));
        return used;
    }

    private Map<String, Long> tally() throws IOException {
        Map<String, Long> all = new LinkedHashMap<>();
        for (SwarmProcess swarm : swarms) {
            swarm.tally().forEach((what, count) -> all.merge(what, count, Long::sum));
        }
        return all;
    }

    private List<ClientState> standings() throws IOException {
        List<ClientState> all = new ArrayList<>();
        for (SwarmProcess swarm : swarms) {
            all.addAll(swarm.standings());
        }
        return all;
    }

    private List<String> wrong(List<ClientState> standings, int losses) throws SQLException {
        Map<String, TruthReader.Inbox> inboxes = new TruthReader(system.stack().postgresServers()).inboxes();
        return standings.stream().filter(one -> one.losses() != losses || !isRight(one, inboxes.get(one.user())))
                .map(one -> "%s; its inbox: %s".formatted(one, inboxes.get(one.user())))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static boolean isRight(ClientState one, TruthReader.@Nullable Inbox found) {
        InboxState inbox = found == null ? null : found.state();
        return inbox != null && one.joined() && one.faults().isEmpty() && one.news() == MENTIONS && one.rev() == inbox.rev()
                && one.epoch().equals(inbox.epoch().toString()) && one.unread() == inbox.unread() && one.unseen() == inbox.unseen();
    }

    private long missing(int news) throws IOException {
        long missing = residents().awaitNews(news, BOUND);
        for (SwarmProcess swarm : swarms) {
            missing += swarm.awaitNews(news, BOUND);
        }
        return missing;
    }

    private static void require(long missing, String what) {
        if (missing > 0) {
            throw new IllegalStateException(String.format(Locale.ROOT, "%d clients %s", missing, what));
        }
    }

    @Override
    public void close() {
        swarms.forEach(SwarmProcess::close);
        if (residents != null) {
            residents.close();
        }
        system.close();
    }
}
