package dev.beckon.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.verify.check.Checker;
import dev.beckon.verify.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/** The short form of {@code ./beckon verify}; {@code -Dbeckon.verify.seed} repeats the choices of a run. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VerificationIT {

    static final long SEED = Long.getLong("beckon.verify.seed", System.nanoTime() % 1_000_000);

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES) // starting, winding down and settling have their own bounds
    void half_a_minute_of_load_and_faults_loses_nothing_and_doubles_nothing(TestReporter reporter) throws Exception {
        reporter.publishEntry("seed", Long.toString(SEED));
        Settings settings = new Settings(Duration.ofSeconds(30), SEED, Set.of(), 12, 1, 0, Path.of("target/verify"));

        try (Verification verification = new Verification(settings, _ -> {})) {
            verification.run();

            Report report = new Report(verification.history(), Checker.check(verification.history()));
            assertThat(report.isClean()).as("seed %d%n%s", SEED, report.text()).isTrue();
            assertThat(verification.history().facts()).hasSizeGreaterThan(1_000);
        }
    }
}
