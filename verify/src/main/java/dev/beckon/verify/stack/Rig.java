package dev.beckon.verify.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.processes.Waiting;
import dev.beckon.localstack.services.ServiceProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The whole system, running, with two gateways, two notification-services, and proxies on all its connections. */
public final class Rig implements AutoCloseable {

    private static final int GATEWAYS = 2;
    private static final int NOTIFICATION_SERVICES = 2;
    /** A JVM that starts on a busy machine, and a consumer group that waits for a dead member. */
    private static final Duration WHOLE = Duration.ofMinutes(4);
    private static final Duration TOKENS = Duration.ofHours(12);

    private final Proxies proxies = new Proxies();
    private final LocalStack stack;

    /**
     * Starts nothing yet.
     *
     * @param directory gets data and logs, anew
     * @param reconcile how often gateways compare revisions
     */
    public Rig(Path directory, Duration reconcile, Consumer<String> progress) {
        this.stack = LocalStack.in(directory)
                .gateways(GATEWAYS)
                .notifications(NOTIFICATION_SERVICES)
                .fresh(true)
                .routes(proxies)
                .environment("GATEWAY_INBOX_RECONCILE_INTERVAL", reconcile.toMillis() + "ms")
                .progress(progress)
                .build();
    }

    /** Returns when all of it is ready; on failure nothing stays. */
    public void start() {
        stack.start();
    }

    public LocalStack stack() {
        return stack;
    }

    public List<Proxies.Link> links() {
        return proxies.links();
    }

    /** Where clients find the gateways. */
    public List<URI> gateways() {
        return IntStream.range(0, GATEWAYS)
                .mapToObj(i -> behindProxy("gateway-" + (i + 1), stack.gateways().get(i)))
                .toList();
    }

    /** Where product teams find mention-service. */
    public URI mentions() {
        return behindProxy("mention-1", stack.mentions().getFirst());
    }

    /** Without a proxy: for those who look at the truth. */
    public URI notifications() {
        return stack.notifications().getFirst();
    }

    private URI behindProxy(String name, URI url) {
        return URI.create("http://127.0.0.1:" + proxies.port("clients", name, url.getPort()));
    }

    public String token(String user, String... roles) {
        return stack.keys().token(user, Set.of(roles), TOKENS);
    }

    /** A token that is valid from another time on than now. */
    public String token(String user, Instant from, Duration ttl, String... roles) {
        return stack.keys().token(user, user, Set.of(roles), from, ttl);
    }

    public TruthReader truth() {
        return new TruthReader(stack.postgres());
    }

    /** Waits until every service is ready. @return those that are not within the bound */
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
