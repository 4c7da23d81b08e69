package dev.beckon.localstack.commands;

import dev.beckon.localstack.LauncherLog;
import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.services.ServiceProcess;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./beckon up}: runs until it is told to stop, by Ctrl-C or {@code ./beckon down}. */
@Command(name = "up", description = "start PostgreSQL, Redis, Kafka and the services")
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

    private final Instant begin = Instant.now();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        LauncherLog.to(directory.path().resolve("logs"));
        LocalStack stack = LocalStack.in(directory.path())
                .fresh(fresh)
                .gateways(gateways)
                .notifications(notifications)
                .progress(line -> say(out, line))
                .build();
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

    /** Says so when a service ends by itself; it is not started again, so that nobody overlooks it. Never returns. */
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
