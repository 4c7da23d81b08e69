package dev.beckon.localstack;

import dev.beckon.contracts.Lane;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.localstack.state.ProcessList;
import dev.beckon.localstack.state.RunLock;
import dev.beckon.localstack.state.StackFile;
import dev.beckon.testservers.Directories;
import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.RedisCluster;
import dev.beckon.testservers.RedisServer;
import dev.beckon.testservers.processes.ProcessRecord;
import dev.beckon.testservers.tokens.DevKeys;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs all of Beckon: PostgreSQL, Redis and Kafka, and the packaged services as processes. Data, logs and keys stay in one directory;
 * {@link #close()} ends the processes, and so, on Linux, does the death of this JVM.
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

    /** @param directory for data, logs, keys and {@code stack.json}; two stacks cannot share one */
    public static LocalStackBuilder in(Path directory) {
        return new LocalStackBuilder(directory.toAbsolutePath());
    }

    /**
     * Returns when every service reports ready. If it fails, it stops all that it started.
     *
     * @throws StackFailedException if another stack runs in this directory, or {@link #close()} was called meanwhile
     */
    public synchronized void start() {
        try {
            lock();
            ProcessList processes = new ProcessList(directory);
            prepare(processes);
            PostgresPlan postgresPlan = new PostgresPlan(directory.resolve("data"), settings.postgres());
            postgresPlan.refuseDataOfAnotherNumber();
            StackPorts ports = settings.ports();
            plan = StackPlan.of(postgresPlan, settings.redisCluster(), settings.redisReplicas(), settings.gateways(), settings
                    .notifications(), ports);
            Wiring wiring = Wiring.of(plan, settings.routes());
            List<KafkaServer.Door> doors = Stream.concat(wiring.kafkaDoors().values().stream(), settings.kafkaDoors().stream()).toList();
            servers = step(StackServers.start(plan, ports, processes, doors));
            settings.report("PostgreSQL, Redis and Kafka are up");
            Path inboxToken = inboxToken();
            Path facts = step(GatewayFacts.write(keys(), plan, servers)).folder();
            services = step(new StackServices(settings.project(), directory, processes, settings.jvmFlags()));
            services.start(plan, new ServiceEnvironment(plan, wiring, servers, keys(), settings.environment()), inboxToken, facts);
            services.awaitReady(settings.readyWithin(), () -> closing, s -> settings.report(s.name() + " is ready"));
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
            settings.report("ended what an earlier launcher left behind: " + String.join(", ", orphans));
        }
        started.push(processes::clear);
        try {
            if (settings.isFresh()) {
                Directories.delete(directory.resolve("data"));
            }
            Path run = RunFolder.of(directory);
            Directories.delete(run);
            started.push(() -> Directories.delete(run));
            Files.createDirectories(directory.resolve("logs"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + directory, e);
        }
        keys = DevKeys.create(directory.resolve("keys"));
        started.push(() -> Directories.delete(directory.resolve("keys"))); // the tokens signed with them end with the stack
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

    /** The file of a token that is renewed for as long as the stack runs. */
    private Path inboxToken() {
        return step(keys().renewed("inbox-token", "gateway", Set.of("inboxes:read"))).file();
    }

    private StackFile stackFile() {
        long self = ProcessHandle.current().pid();
        Map<String, Long> pids = new LinkedHashMap<>(Map.of("launcher", self));
        List<PostgresServer> postgres = postgresServers();
        addTo(pids, "postgres", postgres.stream().map(PostgresServer::process).toList());
        addTo(pids, "redis", redisNodes().stream().map(RedisServer::process).toList());
        pids.put("kafka", self);
        services().forEach(service -> pids.put(service.name(), service.pid()));
        return new StackFile(gateways(), mentions(), notifications(),
                IntStream.range(0, postgres.size()).mapToObj(i -> describe(postgres.get(i), postgresPlan().lanes(i))).toList(),
                redisNodes().stream().map(RedisServer::url).toList(), kafka().bootstrapServers(), directory.resolve("keys").toString(),
                pids);
    }

    private static void addTo(Map<String, Long> pids, String kind, List<ProcessRecord> servers) {
        List<String> names = StackPlan.names(kind, servers.size());
        IntStream.range(0, servers.size()).forEach(i -> pids.put(names.get(i), servers.get(i).pid()));
    }

    private static StackFile.Postgres describe(PostgresServer server, String lanes) {
        return new StackFile.Postgres(server.jdbcUrl(), server.reactiveUrl(), server.username(), server.password(), lanes);
    }

    /** Stops everything in reverse order; another thread may call it while the stack starts. */
    @Override
    public void close() {
        closing = true;
        stop();
    }

    private synchronized void stop() {
        if (started.isEmpty()) {
            return;
        }
        settings.report("stopping");
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                settings.report("not stopped cleanly: " + e.getMessage());
            }
        }
        settings.report("stopped");
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

    /** The only PostgreSQL server, or the first one. */
    public PostgresServer postgres() {
        return postgresServers().getFirst();
    }

    /** All PostgreSQL servers; the first one holds the lowest lanes. */
    public List<PostgresServer> postgresServers() {
        return Objects.requireNonNull(servers).postgres();
    }

    /** The PostgreSQL server with the inbox of this user. */
    public PostgresServer postgresOf(String user) {
        return postgresServers().get(postgresPlan().serverOf(Lane.of(user)));
    }

    private PostgresPlan postgresPlan() {
        return Objects.requireNonNull(plan).postgres();
    }

    /** The only Redis server, or the first node of the cluster. */
    public RedisServer redis() {
        return redisNodes().getFirst();
    }

    /** The only Redis server, or the nodes of the cluster. */
    public List<RedisServer> redisNodes() {
        return Objects.requireNonNull(servers).redis();
    }

    /** Empty: a single Redis. */
    public Optional<RedisCluster> redisCluster() {
        return Optional.ofNullable(Objects.requireNonNull(servers).cluster());
    }

    public KafkaServer kafka() {
        return Objects.requireNonNull(servers).kafka();
    }

    public DevKeys keys() {
        return Objects.requireNonNull(keys);
    }

    /** A token that is valid for twelve hours. */
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
