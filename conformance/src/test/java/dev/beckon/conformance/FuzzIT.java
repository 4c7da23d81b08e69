package dev.beckon.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.conformance.fuzz.Fuzz;
import dev.beckon.conformance.lab.LabState;
import dev.beckon.conformance.lab.Labs;
import dev.beckon.conformance.lab.RunningLabs;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Fuzzes for half a minute, or as long as {@code -Dconformance.fuzz=10m} sets; {@code -Dconformance.seed=} repeats a run. */
@ExtendWith(RunningLabs.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Isolated
class FuzzIT {

    static final Duration DURATION = Duration.parse("PT" + System.getProperty("conformance.fuzz", "30s"));
    static final long SEED = Long.getLong("conformance.seed", ThreadLocalRandom.current().nextLong());

    static final Duration WARM_UP = Duration.ofSeconds(3);
    /** After this number of strikes classes are loaded and pools are filled. */
    static final int STRIKES_TO_WARM_UP = 500;
    static final long HEAP_MARGIN_BYTES = 4 * 1024 * 1024;

    static final long FILES_MARGIN = 10;
    /** A strike has up to 120 messages; the end of its connection takes a line or two of log. */
    static final long LOG_BYTES_PER_STRIKE = 1_000;
    /** The start of every token: Base64 of a brace and a quote. */
    static final String TOKEN = "eyJ";

    final Labs labs;

    FuzzIT(Labs labs) {
        this.labs = labs;
    }

    @Test
    void whatever_clients_send_no_other_notices_and_nothing_is_left() throws Exception {
        for (long strikes = 0, round = 1; strikes < STRIKES_TO_WARM_UP; round++) {
            strikes += new Fuzz(labs.venue("fuzzed"), ~SEED * round).run(WARM_UP).strikes();
        }
        LabState before = settled();
        int logged = labs.lab("fuzzed").log().text().length();

        Fuzz.Report report = new Fuzz(labs.venue("fuzzed"), SEED).run(DURATION);
        LabState after = settled();

        String log = labs.lab("fuzzed").log().text();
        String run = "seed %d, %s, heap %,d -> %,d bytes, open files %d -> %d, log %,d bytes".formatted(SEED, report,
                before.heapBytes(), after.heapBytes(), before.openFiles(), after.openFiles(), log.length() - logged);
        System.out.println("fuzz: " + run);
        assertThat(labs.lab("fuzzed").log().failures()).as(run).isEmpty();
        assertThat(after.moreThan(before)).as(run).isEmpty();
        assertThat(after.subscriptions()).as(run).isEqualTo(before.subscriptions());
        assertThat(after.heapBytes()).as(run).isLessThan(before.heapBytes() + HEAP_MARGIN_BYTES);
        assertThat(after.openFiles()).as(run).isLessThan(before.openFiles() + FILES_MARGIN);
        assertThat(log.length() - logged).as(run).isLessThan(Math.toIntExact(report.strikes() * LOG_BYTES_PER_STRIKE));
        assertThat(log.contains(TOKEN)).as("a token is in the log of " + run).isFalse();
        assertThat(report.songs()).as(run).isPositive();
    }

    /** Waits until the state is stable: long-polling sessions outlive their clients for a while. */
    private LabState settled() {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        LabState last = labs.state("fuzzed");
        for (int same = 0; same < 3 && System.nanoTime() < end;) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            LabState state = labs.state("fuzzed");
            same = state.instances().equals(last.instances()) ? same + 1 : 0;
            last = state;
        }
        return last;
    }
}
