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

/** Attacks of every kind at the same time, while the canary sings. What an attack does follows from the seed. */
public final class Fuzz {

    /** Leaves the server the time to answer, and the canary to be heard. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Venue venue;
    private final long seed;
    private final AtomicLong strikes = new AtomicLong();

    public Fuzz(Venue venue, long seed) {
        this.venue = venue;
        this.seed = seed;
    }

    /**
     * What came of it.
     *
     * @param songs how often the canary sang
     */
    public record Report(long strikes, long songs, long slowestSongMillis) {}

    /** @throws AssertionError if the canary is disturbed */
    public Report run(Duration duration) throws IOException, InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        Target target = Target.of(venue);
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
                // As it should be.
            }
            strikes.incrementAndGet();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
