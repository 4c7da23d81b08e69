package dev.beckon.localstack;

import dev.beckon.localstack.servers.Directories;
import dev.beckon.localstack.servers.KafkaServer;
import dev.beckon.localstack.servers.PostgresServer;
import dev.beckon.localstack.servers.RedisServer;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.localstack.state.ProcessList;
import dev.beckon.localstack.state.RunLock;
import dev.beckon.localstack.state.StackFile;
import dev.beckon.localstack.tokens.DevKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All of Beckon, running: three servers and the packaged services as processes. Data, logs and keys are under one directory
 * and survive; processes do not survive {@link #close()}, nor, on Linux, the death of this JVM.
 *
 * <pre>{@code
 * try (LocalStack stack = LocalStack.in(directory).gateways(2).start()) {
 *     post(stack.mentions().getFirst(), stack.token("alice", "mentions:write"));
 *     stack.process("gateway-2").kill();
 * }
 * }</pre>
 */
public final class LocalStack implements AutoCloseable {

    private static final Duration TOKENS = Duration.ofHours(12);

    private final LocalStackBuilder settings;
    private final Path directory;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private volatile boolean closing;
    private @Nullable DevKeys keys;
    private @Nullable StackPlan plan;
    private @Nullable StackServers servers;
    private @Nullable StackServices services;

    LocalStack(LocalStackBuilder settings) {
        this.settings = settings;
        this.directory = settings.directory();
    }

    /** @param directory gets data, logs, keys and {@code stack.json}; two stacks cannot share one */
    public static LocalStackBuilder in(Path directory) {
        return new LocalStackBuilder(directory.toAbsolutePath());
    }

    /**
     * Returns when every service says that it is ready. On failure nothing stays.
     *
     * @throws StackFailedException if another stack runs in this directory, or {@link #close()} came in between
     */
    public synchronized void start() {
        try {
            lock();
            ProcessList processes = new ProcessList(directory);
            prepare(processes);
            plan = StackPlan.of(settings.gateways(), settings.notifications());
            Wiring wiring = Wiring.of(plan, settings.routes());
            List<KafkaServer.Door> doors =
                    Stream.concat(wiring.kafkaDoors().values().stream(), settings.kafkaDoors().stream()).toList();
            servers = step(StackServers.start(directory.resolve("data"), processes, doors));
            settings.tell("PostgreSQL, Redis and Kafka are up");
            Path inboxToken = inboxToken();
            services = step(new StackServices(settings.project(), directory, processes, settings.jvmFlags()));
            services.start(plan, new ServiceEnvironment(plan, wiring, servers, keys(), settings.environment()), inboxToken);
            services.awaitReady(settings.readyWithin(), () -> closing, s -> settings.tell(s.name() + " is ready"));
            refuseIfClosing();
            stackFile().write(directory);
        } catch (RuntimeException e) {
            closing = true;
            stop();
            throw e;
        }
    }

    private void lock() {
        started.push(RunLock.acquire(directory).orElseThrow(() -> new StackFailedException(
                "A stack already runs here%s. See it with ./beckon status, stop it with ./beckon down.".formatted(
                        RunLock.holder(directory).map(p -> " (pid %d)".formatted(p.pid())).orElse("")))));
    }

    private void prepare(ProcessList processes) {
        List<String> orphans = processes.reap();
        if (!orphans.isEmpty()) {
            settings.tell("ended what an earlier launcher left behind: " + String.join(", ", orphans));
        }
        started.push(processes::clear);
        try {
            if (settings.isFresh()) {
                Directories.delete(directory.resolve("data"));
            }
            Directories.delete(directory.resolve("run"));
            started.push(() -> Directories.delete(directory.resolve("run")));
            Files.createDirectories(directory.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + directory, e);
        }
        keys = DevKeys.create(directory.resolve("keys"));
        started.push(() -> StackFile.delete(directory));
    }

    private <T extends AutoCloseable> T step(T startedNow) {
        started.push(startedNow);
        refuseIfClosing();
        return startedNow;
    }

    private void refuseIfClosing() {
        if (closing) {
            throw new StackFailedException("stopped while it was starting");
        }
    }

    /** It is renewed for as long as the stack runs, and ends with it. */
    private Path inboxToken() {
        return step(keys().renewed("inbox-token", "gateway", Set.of("inboxes:read"))).file();
    }

    private StackFile stackFile() {
        long self = ProcessHandle.current().pid();
        Map<String, Long> pids = new LinkedHashMap<>(Map.of("launcher", self));
        pids.put("postgres", postgres().process().pid());
        pids.put("redis", redis().process().pid());
        pids.put("kafka", self);
        services().forEach(service -> pids.put(service.name(), service.pid()));
        return new StackFile(gateways(), mentions(), notifications(),
                new StackFile.Postgres(postgres().jdbcUrl(), postgres().reactiveUrl(), postgres().username(),
                        postgres().password()),
                redis().url(), kafka().bootstrapServers(), directory.resolve("keys").toString(), pids);
    }

    /** Stops all of it in reverse order; from another thread also while it starts. */
    @Override
    public void close() {
        closing = true;
        stop();
    }

    private synchronized void stop() {
        if (started.isEmpty()) {
            return;
        }
        settings.tell("stopping");
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                settings.tell("not stopped cleanly: " + e.getMessage());
            }
        }
        settings.tell("stopped");
    }

    /** Whether {@link #close()} was called, or a start has failed. */
    public boolean isClosing() {
        return closing;
    }

    public List<URI> gateways() {
        return StackPlan.urls(Objects.requireNonNull(plan).gateways());
    }

    public List<URI> mentions() {
        return StackPlan.urls(Objects.requireNonNull(plan).mentions());
    }

    public List<URI> notifications() {
        return StackPlan.urls(Objects.requireNonNull(plan).notifications());
    }

    public PostgresServer postgres() {
        return Objects.requireNonNull(servers).postgres();
    }

    public RedisServer redis() {
        return Objects.requireNonNull(servers).redis();
    }

    public KafkaServer kafka() {
        return Objects.requireNonNull(servers).kafka();
    }

    public DevKeys keys() {
        return Objects.requireNonNull(keys);
    }

    /** A token of twelve hours. */
    public String token(String user, String... roles) {
        return keys().token(user, Set.of(roles), TOKENS);
    }

    /** @param name such as {@code gateway-1}, {@code mention-1} or {@code notification-2} */
    public ServiceProcess process(String name) {
        return services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service process is called " + name));
    }

    public List<ServiceProcess> services() {
        return Objects.requireNonNull(services).all();
    }
}
