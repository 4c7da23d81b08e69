package dev.beckon.benchmarks;

import dev.beckon.benchmarks.measure.Results;
import dev.beckon.benchmarks.micro.Codec;
import dev.beckon.benchmarks.micro.FanOut;
import dev.beckon.benchmarks.micro.Router;
import dev.beckon.benchmarks.report.Page;
import dev.beckon.benchmarks.report.ResultTable;
import dev.beckon.localstack.LauncherLog;
import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.LocalStackBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./beckon bench}: runs benchmarks, each on its own stack, and writes the table of their results. */
@Command(name = "bench", description = "measure: each benchmark starts a system of its own", mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    private static final List<Benchmark> BENCHMARKS = List.of(
            new BroadcastBenchmark(), new BareBenchmark(), new TargetedBenchmark(), new PingBenchmark(), new ConnectBenchmark(),
            new RefuseBenchmark(), new IdleBenchmark(), new PresenceBenchmark(),
            new InProcessBenchmark("codec", "a received event decoded, in process", "bytes of payload", List.of(300, 1_200, 4_800),
                    Codec.class, "decode", false),
            new InProcessBenchmark("router", "topic to channel, in process", "patterns", List.of(4, 16, 64), Router.class, "match", false),
            new InProcessBenchmark("fan-out", "broadcast up to the transport, in process: each delivery", "members",
                    List.of(1_000, 4_000, 16_000), FanOut.class, "publish", true),
            new LatencyBenchmark(), new ThroughputBenchmark(), new LargeMentionBenchmark(), new CatchUpBenchmark(),
            new InboxBenchmark(), new RetentionBenchmark());
    private static final String ALL = "all";
    private static final String TABLE = "table";

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "of benchmarks, 'all', or 'table': write the table of the newest runs into docs/performance.md")
    private List<String> names;

    @Option(names = "--sizes", split = ",", description = "other sizes than the benchmark's own")
    private List<Integer> sizes = List.of();

    @Option(names = "--runs", defaultValue = "3", description = "of each size; ${DEFAULT-VALUE}")
    private int runs;

    @Option(names = "--seconds", defaultValue = "10", description = "that each run measures; ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--postgres", defaultValue = "1", paramLabel = "N", description = "PostgreSQL servers; with several, give a --directory of its own; ${DEFAULT-VALUE}")
    private int postgres;

    @Option(names = "--directory", defaultValue = ".beckon/bench", description = "stack, logs and results; ${DEFAULT-VALUE}")
    private Path directory;

    public static void main(String[] arguments) {
        // Set before the first logger is created: Kafka's slf4j binding logs through this manager.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(new CommandLine(new BenchCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        LauncherLog.to(directory.resolve("stack/logs"));
        Results results = new Results(directory.resolve("results"));
        for (String name : names) {
            if (name.equals(TABLE)) {
                List<String> order = BENCHMARKS.stream().map(Benchmark::name).toList();
                new Page(Path.of("docs/performance.md")).replace(new ResultTable(order).render(results.all()));
            } else {
                for (Benchmark benchmark : named(name)) {
                    run(benchmark, results);
                }
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Benchmark> named(String name) {
        List<Benchmark> found = BENCHMARKS.stream().filter(one -> name.equals(ALL) || one.name().equals(name)).toList();
        if (found.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "there is no benchmark '%s'; there are %s, %s and %s".formatted(
                    name, String.join(", ", BENCHMARKS.stream().map(Benchmark::name).toList()), ALL, TABLE));
        }
        return found;
    }

    private void run(Benchmark benchmark, Results results) throws Exception {
        LocalStackBuilder settings = LocalStack.in(directory.resolve("stack")).fresh(true).postgres(postgres).jvmFlags(benchmark
                .jvmFlags());
        benchmark.environment().forEach(settings::environment);
        LocalStack stack = settings.build();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(stack::close));
        try (stack) {
            if (!benchmark.isInProcess()) {
                stack.start();
            }
            Bench bench = new Bench(benchmark, stack, results, runs, seconds, spec.commandLine().getOut());
            for (int size : sizes.isEmpty() ? benchmark.sizes() : sizes) {
                benchmark.run(bench, size);
            }
        }
    }
}
