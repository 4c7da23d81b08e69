package dev.beckon.launcher;

import dev.beckon.localstack.LauncherLog;
import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.LocalStackBuilder;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.localstack.state.RunLock;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./beckon up}: runs the stack until Ctrl-C or {@code ./beckon down}. */
@Command(name = "up", description = "build what has changed, then run everything on this machine until Ctrl-C")
final class UpCommand implements Callable<Integer> {

    private static final Duration LOOK_AFTER_SERVICES = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateDirectory directory;

    @Option(names = "--fresh", description = "delete the data of earlier runs first")
    private boolean fresh;

    @Option(names = "--gateways", defaultValue = "1", description = "how many gateways; default 1")
    private int gateways;

    @Option(names = "--notifications", defaultValue = "1", description = "how many notification services; default 1")
    private int notifications;

    @Option(names = "--postgres", defaultValue = "1", description = "how many PostgreSQL servers share the inboxes, 1 to 64; default 1")
    private int postgres;

    @Option(names = "--redis-cluster", paramLabel = "MASTERS", description = "a Redis Cluster of so many masters, 3 to 64, in place of a single Redis")
    private @Nullable Integer redisCluster;

    @Option(names = "--port", paramLabel = "PORT", description = "the first gateway's port, from which the other services' are counted; 8080 at first, then as before")
    private @Nullable Integer port;

    @Option(names = "--no-build", description = "start what is built already")
    private boolean asBuilt;

    private Instant begin = Instant.now();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        LocalStackBuilder settings = LocalStack.in(directory.path())
                .fresh(fresh)
                .gateways(gateways)
                .notifications(notifications)
                .postgres(postgres)
                .progress(line -> say(out, line))
                .keepPorts();
        if (port != null) {
            settings.keepPorts(port);
        }
        if (redisCluster != null) {
            settings.redisCluster(redisCluster);
        }
        LocalStack stack = settings.build();
        if (!asBuilt && RunLock.holder(directory.path()).isEmpty()) { // else the stack below refuses at once, without a build
            Builds builds = new Builds(Tools.here());
            builds.java(Tools.SERVICES);
            builds.web();
            begin = Instant.now();
        }
        LauncherLog.to(directory.path().resolve("logs"));
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(stack::close));
        say(out, "starting PostgreSQL, Redis and Kafka");
        stack.start();
        TrialMention.send(stack);
        say(out, "a mention went through");
        out.println(new Welcome(stack, directory).text());
        lookAfter(stack, out);
        return 0;
    }

    private void say(PrintWriter out, String line) {
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1_000.0;
        out.printf(Locale.ROOT, "%5.1f s  %s%n", seconds, line);
        out.flush();
    }

    /** Reports each service that ends by itself, and does not restart it, so that the failure is noticed. Never returns. */
    private void lookAfter(LocalStack stack, PrintWriter out) {
        Set<String> gone = ConcurrentHashMap.newKeySet();
        while (!Thread.currentThread().isInterrupted()) {
            for (ServiceProcess service : stack.services()) {
                if (!stack.isClosing() && !service.isAlive() && gone.add(service.name())) {
                    say(out, "%s has ended by itself; see %s".formatted(service.name(), service.log()));
                }
            }
            LockSupport.parkNanos(LOOK_AFTER_SERVICES.toNanos());
        }
    }
}
