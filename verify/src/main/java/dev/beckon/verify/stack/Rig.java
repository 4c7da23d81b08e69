package dev.beckon.verify.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.LocalStackBuilder;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.processes.Waiting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The whole running system with two gateways, two notification-services, and proxies on all its connections. */
public final class Rig implements AutoCloseable {

    private static final int GATEWAYS = 2;
    private static final int NOTIFICATION_SERVICES = 2;
    /** Bound that allows for a JVM's start on a busy machine, and for a consumer group that waits for a dead member. */
    private static final Duration WHOLE = Duration.ofMinutes(4);
    private static final Duration TOKENS = Duration.ofHours(12);

    private final Proxies proxies = new Proxies();
    private final LocalStack stack;
    private final int postgres;
    private final int redisMasters;

    /**
     * Starts nothing yet.
     *
     * @param directory emptied first; gets data and logs
     * @param postgres number of PostgreSQL servers
     * @param redisMasters masters of a Redis Cluster, each with a replica; 0: a single Redis
     */
    public Rig(Path directory, int postgres, int redisMasters, Consumer<String> progress) {
        this.postgres = postgres;
        this.redisMasters = redisMasters;
        LocalStackBuilder settings = LocalStack.in(directory)
                .gateways(GATEWAYS)
                .notifications(NOTIFICATION_SERVICES)
                .postgres(postgres)
                .fresh(true)
                .routes(proxies)
                .progress(progress);
        this.stack = (redisMasters == 0 ? settings : settings.redisCluster(redisMasters).redisReplicas(1)).build();
    }

    /** Returns when all of it is ready; stops everything if the start fails. */
    public void start() {
        stack.start();
    }

    public LocalStack stack() {
        return stack;
    }

    public List<Proxies.Link> links() {
        return proxies.links();
    }

    /** The gateways' addresses for clients. */
    public List<URI> gateways() {
        return IntStream.range(0, GATEWAYS)
                .mapToObj(i -> behindProxy("gateway-" + (i + 1), stack.gateways().get(i)))
                .toList();
    }

    /** The address of mention-service for product teams. */
    public URI mentions() {
        return behindProxy("mention-1", stack.mentions().getFirst());
    }

    /** The address of notification-service without a proxy. */
    public URI notifications() {
        return stack.notifications().getFirst();
    }

    private URI behindProxy(String name, URI url) {
        return URI.create("http://127.0.0.1:" + proxies.port("clients", name, url.getPort()));
    }

    public String token(String user, String... roles) {
        return stack.keys().token(user, Set.of(roles), TOKENS);
    }

    /** A token that is valid from {@code from} on, rather than from now. */
    public String token(String user, Instant from, Duration ttl, String... roles) {
        return stack.keys().token(user, user, Set.of(roles), from, ttl);
    }

    public TruthReader truth() {
        return new TruthReader(stack.postgresServers());
    }

    /** Whether Redis is a cluster; its connections then have no proxies. */
    public boolean hasRedisCluster() {
        return redisMasters > 0;
    }

    /** The names of the PostgreSQL servers: {@code postgres} if there is one, else {@code postgres-1} and so on. */
    public List<String> postgresNames() {
        return postgres == 1 ? List.of("postgres") : IntStream.rangeClosed(1, postgres).mapToObj(i -> "postgres-" + i).toList();
    }

    /** @param name one of {@link #postgresNames} */
    public PostgresServer postgres(String name) {
        return stack.postgresServers().get(postgresNames().indexOf(name));
    }

    /** The name of the PostgreSQL server with this user's inbox. */
    public String postgresOf(String user) {
        return postgresNames().get(stack.postgresServers().indexOf(stack.postgresOf(user)));
    }

    /**
     * Waits until every service is ready.
     *
     * @return the services that are not ready within the bound
     */
    public List<String> awaitWhole() {
        boolean whole = Waiting.until(() -> unready().isEmpty(), WHOLE);
        return whole ? List.of() : unready();
    }

    private List<String> unready() {
        return stack.services().stream().filter(service -> !service.isReady()).map(ServiceProcess::name).toList();
    }

    @Override
    public void close() {
        stack.close();
        proxies.close();
    }
}
