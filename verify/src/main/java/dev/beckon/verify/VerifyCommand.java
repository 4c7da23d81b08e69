package dev.beckon.verify;

import dev.beckon.localstack.LauncherLog;
import dev.beckon.verify.check.Checker;
import dev.beckon.verify.history.History;
import dev.beckon.verify.history.HistoryFile;
import dev.beckon.verify.report.Report;
import dev.beckon.verify.storm.Storm;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./beckon verify}: exits with 0 only if the system kept every promise. */
@Command(name = "verify", description = "use the system, break it in every way, and prove that nothing is lost or doubled", mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    /** Extra time for starting, winding down, settling and checking. */
    private static final Duration OVERTIME = Duration.ofMinutes(20);

    private static final int HUNG = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--minutes", defaultValue = "3", description = "of load and faults; default 3, fractions too")
    private double minutes;

    @Option(names = "--seed", description = "repeats the choices of a run; the clock by default")
    private long seed = System.nanoTime() % 1_000_000;

    @Option(names = "--faults", split = ",", paramLabel = "NAME", description = "only these, such as kill-gateway,cut")
    private Set<String> faults = Set.of();

    @Option(names = "--people", defaultValue = "24", description = "users with devices; default 24")
    private int people;

    @Option(names = "--postgres", defaultValue = "1", paramLabel = "N", description = "PostgreSQL servers, each with its share of the inboxes; default 1")
    private int postgres;

    @Option(names = "--redis-cluster", defaultValue = "0", paramLabel = "MASTERS", description = "a Redis Cluster, each master with a replica; by default a single Redis")
    private int redisCluster;

    @Option(names = "--directory", defaultValue = ".beckon/verify", description = "data, logs and histories; ${DEFAULT-VALUE}")
    private Path directory;

    @Option(names = "--check", paramLabel = "FILE", description = "runs nothing: holds an earlier history against the promises")
    private @Nullable Path earlier;

    @Option(names = "--storm", paramLabel = "CLIENTS", arity = "0..1", fallbackValue = "15000", description = "instead of all that: so many clients lose one gateway at once and come to the other; default 15000")
    private @Nullable Integer storm;

    private final long began = System.nanoTime();

    public static void main(String[] arguments) {
        // Set before the first logger is created: Kafka's slf4j binding logs through this manager.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(new CommandLine(new VerifyCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (storm != null) {
            return weather(storm);
        }
        return earlier == null ? verify() : say(report(HistoryFile.read(earlier)));
    }

    private static Report report(History history) {
        return new Report(history, Checker.check(history));
    }

    private int verify() throws Exception {
        Settings settings = new Settings(Duration.ofMillis(Math.round(minutes * 60_000)), seed, faults, people, postgres, redisCluster,
                directory);
        try (Verification verification = verification(settings)) {
            LauncherLog.to(directory.resolve("stack/logs"));
            endIfHung(settings.length().plus(OVERTIME));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(verification::close));
            try {
                verification.run();
            } finally {
                Path file = directory.resolve("history-%d.ndjson".formatted(seed));
                HistoryFile.write(verification.history(), file);
                progress("the whole history: " + file);
            }
            Report report = report(verification.history());
            Files.writeString(directory.resolve("report-%d.txt".formatted(seed)), report.text());
            return say(report);
        }
    }

    private int weather(int clients) throws Exception {
        try (Storm running = new Storm(clients, directory.resolve("storm"), this::progress)) {
            LauncherLog.to(directory.resolve("storm/logs"));
            endIfHung(OVERTIME);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(running::close));
            Storm.Outcome outcome = running.run();
            spec.commandLine().getOut().println(outcome.text());
            return outcome.isClean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Verification verification(Settings settings) {
        try {
            return new Verification(settings, this::progress);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int say(Report report) {
        spec.commandLine().getOut().println(report.text());
        return report.isClean() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void progress(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%5.1f s  %s%n", Duration.ofNanos(System.nanoTime() - began).toMillis() / 1_000.0, line);
        out.flush();
    }

    /** Ends the process after {@code bound}, even if another thread waits forever. */
    private void endIfHung(Duration bound) {
        Thread.ofPlatform().daemon().name("watchdog").start(() -> {
            try {
                Thread.sleep(bound);
                spec.commandLine().getErr().println("not done after " + bound + ": giving up");
                System.exit(HUNG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
