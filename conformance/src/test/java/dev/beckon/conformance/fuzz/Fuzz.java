package dev.beckon.conformance.fuzz;

import dev.beckon.conformance.transcript.Venue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Runs attacks of every kind concurrently, while the canary checks the server. The seed determines each attack. */
public final class Fuzz {

    /** Gives the server time to answer, and the canary its turn. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Venue venue;
    private final long seed;
    private final AtomicLong strikes = new AtomicLong();

    public Fuzz(Venue venue, long seed) {
        this.venue = venue;
        this.seed = seed;
    }

    /**
     * The result of a run.
     *
     * @param songs the number of the canary's successful rounds
     */
    public record Report(long strikes, long songs, long slowestSongMillis) {}

    /** @throws AssertionError if the canary is disturbed */
    public Report run(Duration duration) throws IOException, InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        FuzzTarget target = FuzzTarget.of(venue);
        List<Attack> attacks = List.of(new Garbage(target), new OddMessages(target), new OddMessages(target),
                new Pieces(target), new OddPolls(target));
        try (ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor(); Canary canary = Canary.in(venue)) {
            for (int i = 0; i < attacks.size(); i++) {
                Attack attack = attacks.get(i);
                RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + i);
                attackers.submit(() -> strikeUntil(end, attack, random));
            }
            while (System.nanoTime() < end) {
                canary.sing();
            }
            return new Report(strikes.get(), canary.songs(), canary.slowestMillis());
        }
    }

    private void strikeUntil(long end, Attack attack, RandomGenerator random) {
        while (System.nanoTime() < end) {
            try {
                attack.strike(random);
            } catch (IOException thrownOut) {
                // The server should end the connection.
            }
            strikes.incrementAndGet();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
