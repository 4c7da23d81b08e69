package dev.beckon.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The load processes for a number of clients: the system often lets one process open no more than 20,000 files. */
public final class LoadProcesses implements AutoCloseable {

    private static final int CLIENTS_PER_PROCESS = 10_000;
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(20);

    private final List<RemoteLoad> ships = new ArrayList<>();

    /** Starts the processes and signs the tokens of users {@code prefix0} to {@code prefix<count-1>}; connects none of them. */
    public LoadProcesses(Path keys, String prefix, int count, String role) throws IOException {
        int processes = Math.ceilDiv(count, CLIENTS_PER_PROCESS);
        for (int i = 0; i < processes; i++) {
            ships.add(RemoteLoad.launch());
        }
        int each = Math.ceilDiv(count, processes);
        for (int i = 0; i < processes; i++) {
            ships.get(i).send(new Order.Prepare(keys.toString(), prefix, i * each, Math.min(each, count - i * each), role));
        }
        awaitAll();
    }

    /** Process ids by name, to measure processor time. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        ships.forEach(ship -> pids.put("client-" + (pids.size() + 1), ship.pid()));
        return pids;
    }

    /**
     * Connects and joins all clients.
     *
     * @param perSecond rate of all processes together
     */
    public LoadAnswer connect(int port, String topic, int perSecond) throws IOException {
        return connect(port, topic, "{}", perSecond);
    }

    /** @param payload payload of each join, a JSON object */
    public LoadAnswer connect(int port, String topic, String payload, int perSecond) throws IOException {
        return all(new Order.Connect(port, topic, payload, share(perSecond)));
    }

    public LoadAnswer ping(String topic, String event, int perSecond, int seconds) throws IOException {
        return all(new Order.Ping(topic, event, share(perSecond), seconds));
    }

    /** Asks a full gateway for sockets, and fails if the gateway accepts one. */
    public LoadAnswer knock(int port, int perSecond, int seconds) throws IOException {
        int each = share(perSecond);
        return all(new Order.Knock(port, each, each * seconds));
    }

    /** The first client sends the events. */
    public LoadAnswer say(String topic, String event, int payloadBytes, int perSecond, int seconds) throws IOException {
        ships.getFirst().send(new Order.Say(topic, event, payloadBytes, perSecond, seconds));
        return ships.getFirst().answer();
    }

    /**
     * Waits until the clients have received {@code expected} events since the last call, or no more arrive.
     *
     * @return the received events
     */
    public LoadAnswer awaitEvents(long expected) throws IOException {
        return awaitEvents(expected, QUIET);
    }

    /** @param quiet after this time without an event the wait ends */
    public LoadAnswer awaitEvents(long expected, Duration quiet) throws IOException {
        List<LoadAnswer> received = new ArrayList<>();
        long quietSince = System.nanoTime();
        while (received.stream().mapToLong(LoadAnswer::count).sum() < expected
                && System.nanoTime() - quietSince < quiet.toNanos()) {
            LoadAnswer more = all(new Order.Report());
            received.add(more);
            if (more.count() > 0) {
                quietSince = System.nanoTime();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return LoadAnswer.sum(received);
    }

    public void disconnect() throws IOException {
        all(new Order.Disconnect());
    }

    private int share(int perSecond) {
        return Math.max(1, perSecond / ships.size());
    }

    private LoadAnswer all(Order order) throws IOException {
        for (RemoteLoad ship : ships) {
            ship.send(order);
        }
        return awaitAll();
    }

    private LoadAnswer awaitAll() throws IOException {
        List<LoadAnswer> answers = new ArrayList<>();
        for (RemoteLoad ship : ships) {
            answers.add(ship.answer());
        }
        return LoadAnswer.sum(answers);
    }

    @Override
    public void close() {
        ships.forEach(RemoteLoad::close);
    }
}
