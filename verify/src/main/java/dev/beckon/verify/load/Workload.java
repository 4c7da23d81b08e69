package dev.beckon.verify.load;

import dev.beckon.verify.clients.Device;
import dev.beckon.verify.clients.MentionRecords;
import dev.beckon.verify.clients.Mentions;
import dev.beckon.verify.clients.Patience;
import dev.beckon.verify.history.HistoryLog;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** Everybody who uses the system, at work until they are stopped; their devices stay on until it is closed. */
public final class Workload implements AutoCloseable {

    private static final int TEAMS = 4;
    private static final Duration BETWEEN_MENTIONS = Duration.ofMillis(400);
    private static final Duration BETWEEN_ACTIONS = Duration.ofMillis(1_500);

    /**
     * How to reach the system.
     *
     * @param token of a user
     */
    public record Addresses(List<URI> gateways, Mentions mentions, MentionRecords records, UnaryOperator<String> token) {}

    private interface Worker {
        void work(CountDownLatch stop) throws InterruptedException;
    }

    private final Addresses addresses;
    private final Patience patience;
    private final HistoryLog log;
    private final Random choice;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Poster poster;
    private final Audience audience;
    private final List<Person> people = new ArrayList<>();
    private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

    public Workload(Addresses addresses, Audience audience, Patience patience, HistoryLog log, long seed) {
        this.addresses = addresses;
        this.audience = audience;
        this.patience = patience;
        this.log = log;
        this.choice = new Random(seed);
        this.poster = new Poster(addresses.mentions(), log);
    }

    /** @return completes when all have stopped; fails if one of them broke */
    public CompletableFuture<Void> start() {
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= TEAMS; i++) {
            workers.add(new ProductTeam("t" + i, choice.nextLong(), audience, poster, addresses.records(), log,
                    BETWEEN_MENTIONS)::work);
        }
        for (String user : audience.people()) {
            Person person = new Person(user, choice.nextLong(), this::device, log, BETWEEN_ACTIONS);
            people.add(person);
            workers.add(person::work);
        }
        work = CompletableFuture.allOf(workers.stream().map(this::atWork).toArray(CompletableFuture[]::new));
        return work;
    }

    private CompletableFuture<Void> atWork(Worker worker) {
        return CompletableFuture.runAsync(() -> {
            try {
                worker.work(stop);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, Thread::startVirtualThread);
    }

    private Device device(String device, String user) {
        List<URI> gateways = new ArrayList<>(addresses.gateways());
        Collections.rotate(gateways, device.hashCode());
        return Device.of(user, () -> addresses.token().apply(user), gateways, patience,
                new HistoryWitness(log, device, user));
    }

    /** Nobody begins anything new; what was begun is finished. */
    public void stop() {
        stop.countDown();
    }

    /** The last mentions, of everybody and behind all others. */
    public void mentionEverybody() throws InterruptedException, ExecutionException, TimeoutException {
        DirectMention.toEachPartition(addresses.records(), audience.people(), log);
    }

    public List<Person> people() {
        return people;
    }

    @Override
    public void close() {
        stop();
        people.parallelStream().forEach(Person::close);
    }
}
