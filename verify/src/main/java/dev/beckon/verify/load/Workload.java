package dev.beckon.verify.load;

import dev.beckon.testclients.Device;
import dev.beckon.testclients.Device.Timeouts;
import dev.beckon.testclients.KafkaMentions;
import dev.beckon.testclients.MentionApi;
import dev.beckon.testclients.PeopleApi;
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

/** Runs all product teams and users until stopped; the users' devices stay connected until this is closed. */
public final class Workload implements AutoCloseable {

    private static final int TEAMS = 4;
    private static final Duration BETWEEN_MENTIONS = Duration.ofMillis(400);
    private static final Duration BETWEEN_ACTIONS = Duration.ofMillis(1_500);

    /**
     * The addresses of the system.
     *
     * @param token makes a user's token
     */
    public record Addresses(List<URI> gateways, MentionApi mentions, PeopleApi people, KafkaMentions records,
            UnaryOperator<String> token) {}

    private interface Worker {
        void work(CountDownLatch stop) throws InterruptedException;
    }

    private final Addresses addresses;
    private final Timeouts timeouts;
    private final HistoryLog log;
    private final Random choice;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Poster poster;
    private final Audience audience;
    private final List<Person> people = new ArrayList<>();
    private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

    public Workload(Addresses addresses, Audience audience, Timeouts timeouts, HistoryLog log, long seed) {
        this.addresses = addresses;
        this.audience = audience;
        this.timeouts = timeouts;
        this.log = log;
        this.choice = new Random(seed);
        this.poster = new Poster(addresses.mentions(), log);
    }

    /** @return completes when all workers have stopped; fails if one of them failed */
    public CompletableFuture<Void> start() {
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= TEAMS; i++) {
            workers.add(new ProductTeam("t" + i, choice.nextLong(), audience, poster, addresses.records(), log,
                    BETWEEN_MENTIONS)::work);
        }
        workers.add(new Leaver(choice.nextLong(), audience, poster, addresses.people(), BETWEEN_ACTIONS)::work);
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

    private Device device(String device, String user, boolean byThread) {
        List<URI> gateways = new ArrayList<>(addresses.gateways());
        Collections.rotate(gateways, device.hashCode());
        HistoryObserver observer = new HistoryObserver(log, device, user);
        return byThread
                ? Device.byThread(user, () -> addresses.token().apply(user), gateways, timeouts, observer)
                : Device.of(user, () -> addresses.token().apply(user), gateways, timeouts, observer);
    }

    /** Workers begin nothing new, and finish what they have begun. */
    public void stop() {
        stop.countDown();
    }

    /** Writes the last mentions, which name every user with devices and a user of each lane, behind all other records. */
    public void mentionEveryLane() throws InterruptedException, ExecutionException, TimeoutException {
        DirectMention.toEachPartition(addresses.records(), audience.ofEveryLane(), log);
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
