package dev.beckon.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Load processes, as many as the clients need: a process may often open no more than 20,000 files. */
public final class Fleet implements AutoCloseable {

    private static final int CLIENTS_PER_PROCESS = 10_000;
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(20);

    private final List<Ship> ships = new ArrayList<>();

    /** With users {@code prefix0} to {@code prefix<count-1>}, whose tokens are signed but who are not connected yet. */
    public Fleet(Path keys, String prefix, int count, String role) throws IOException {
        int processes = Math.ceilDiv(count, CLIENTS_PER_PROCESS);
        for (int i = 0; i < processes; i++) {
            ships.add(Ship.launch());
        }
        int each = Math.ceilDiv(count, processes);
        for (int i = 0; i < processes; i++) {
            ships.get(i).tell(new Order.Prepare(keys.toString(), prefix, i * each, Math.min(each, count - i * each), role));
        }
        awaitAll();
    }

    /** Processes by name, for their processor time. */
    public Map<String, Long> pids() {
        Map<String, Long> pids = new LinkedHashMap<>();
        ships.forEach(ship -> pids.put("client-" + (pids.size() + 1), ship.pid()));
        return pids;
    }

    /** Connects and joins all. @param perSecond of all together */
    public Answer connect(int port, String topic, int perSecond) throws IOException {
        return connect(port, topic, "{}", perSecond);
    }

    /** @param payload of each join: an object */
    public Answer connect(int port, String topic, String payload, int perSecond) throws IOException {
        return all(new Order.Connect(port, topic, payload, share(perSecond)));
    }

    public Answer ping(String topic, String event, int perSecond, int seconds) throws IOException {
        return all(new Order.Ping(topic, event, share(perSecond), seconds));
    }

    /** Asks for sockets where none is to be had, and fails if one is given. */
    public Answer knock(int port, int perSecond, int seconds) throws IOException {
        int each = share(perSecond);
        return all(new Order.Knock(port, each, each * seconds));
    }

    /** By the first client of all. */
    public Answer say(String topic, String event, int payloadBytes, int perSecond, int seconds) throws IOException {
        ships.getFirst().tell(new Order.Say(topic, event, payloadBytes, perSecond, seconds));
        return ships.getFirst().answer();
    }

    /**
     * Waits until the clients have heard so many events since this was last asked, or no more come.
     *
     * @return those that came
     */
    public Answer hear(long expected) throws IOException {
        return hear(expected, QUIET);
    }

    /** @param quiet after which no more come */
    public Answer hear(long expected, Duration quiet) throws IOException {
        List<Answer> heard = new ArrayList<>();
        long quietSince = System.nanoTime();
        while (heard.stream().mapToLong(Answer::count).sum() < expected
                && System.nanoTime() - quietSince < quiet.toNanos()) {
            Answer more = all(new Order.Report());
            heard.add(more);
            if (more.count() > 0) {
                quietSince = System.nanoTime();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return Answer.sum(heard);
    }

    public void disconnect() throws IOException {
        all(new Order.Disconnect());
    }

    private int share(int perSecond) {
        return Math.max(1, perSecond / ships.size());
    }

    private Answer all(Order order) throws IOException {
        for (Ship ship : ships) {
            ship.tell(order);
        }
        return awaitAll();
    }

    private Answer awaitAll() throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (Ship ship : ships) {
            answers.add(ship.answer());
        }
        return Answer.sum(answers);
    }

    @Override
    public void close() {
        ships.forEach(Ship::close);
    }
}
