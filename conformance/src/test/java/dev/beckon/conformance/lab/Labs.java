package dev.beckon.conformance.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.localstack.servers.RedisServer;
import dev.beckon.localstack.tokens.DevKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every laboratory that the tests need, on one Redis: the usual one, one whose limits are tight, one to be fuzzed, and two
 * nodes behind a proxy that takes them in turn.
 */
public final class Labs implements AutoCloseable {

    private static final Path DIRECTORY = Path.of("target/labs").toAbsolutePath();

    private final RedisServer redis;
    private final DevKeys keys = DevKeys.create(DIRECTORY.resolve("keys"));
    private final DevKeys foreignKeys = DevKeys.create(DIRECTORY.resolve("foreign-keys"));
    private final Map<String, Lab> alone;
    private final List<Lab> nodes;
    private final RoundRobinProxy proxy;

    private Labs() throws IOException {
        redis = RedisServer.start(DIRECTORY);
        alone = Map.of(
                "usual", start("usual", Map.of()),
                "tight", start("tight", Map.of("CHANNELS_SOCKET_IDLE_TIMEOUT", "6s", "CHANNELS_SOCKET_MAX_CHANNELS", "3",
                        "CHANNELS_LONGPOLL_WINDOW", "3s")),
                "fuzzed", start("fuzzed", Map.of("CHANNELS_LONGPOLL_WINDOW", "500ms",
                        "CHANNELS_SOCKET_MESSAGE_BURST", "10000000", // a rate would keep the attacks off
                        "JDK_JAVA_OPTIONS", "-Dio.netty.leakDetection.level=paranoid")));
        Map<String, String> cluster = Map.of("CHANNELS_REDIS_PREFIX", "nodes:", "CHANNELS_LONGPOLL_SECRET", "s".repeat(32));
        nodes = List.of(start("node-1", cluster), start("node-2", cluster));
        labs().forEach(Lab::awaitReady);
        proxy = RoundRobinProxy.start(nodes.stream().map(Lab::address).toList());
    }

    static Labs start() {
        try {
            return new Labs();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Lab start(String name, Map<String, String> own) throws IOException {
        Map<String, String> configuration = new HashMap<>(own);
        configuration.putIfAbsent("CHANNELS_REDIS_PREFIX", name + ":");
        configuration.put("QUARKUS_REDIS_HOSTS", redis.url());
        configuration.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", keys.publicKeyFile().toUri().toString());
        return Lab.start(name, DIRECTORY, configuration);
    }

    private Stream<Lab> labs() {
        return Stream.concat(alone.values().stream(), nodes.stream());
    }

    /** @param lab as a transcript names it */
    public Venue venue(String lab) {
        return new At(lab(lab).address());
    }

    public Lab lab(String name) {
        return alone.get(name);
    }

    /** Counted when nothing of it can be garbage. */
    public LabState state(String lab) {
        try {
            Histogram histogram = Histogram.of(lab(lab).pid());
            return new LabState(histogram.ownInstances(), histogram.heapBytes(), subscriptions(lab + ":"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In Redis, whose answer begins with how many there are. */
    private long subscriptions(String prefix) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.port());
                BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.getOutputStream().write("PUBSUB CHANNELS %s*\r\n".formatted(prefix).getBytes(US_ASCII));
            return Long.parseLong(answer.readLine().substring(1));
        }
    }

    /** One of the two nodes, past the proxy. */
    public Venue node(int index) {
        return new At(nodes.get(index).address());
    }

    /** Where each TCP connection is taken by the other node. */
    public Venue twoNodes() {
        return new At(proxy.address());
    }

    public RoundRobinProxy proxy() {
        return proxy;
    }

    public String token(String user) {
        return keys.token(user, Set.of(), Duration.ofHours(1));
    }

    /** PEM of the key that signs tokens, for clients that are no Java code. */
    public Path privateKey() {
        return keys.publicKeyFile().resolveSibling("private.pem");
    }

    /** One address, and tokens for it. */
    private final class At implements Venue {

        private final InetSocketAddress address;

        At(InetSocketAddress address) {
            this.address = address;
        }

        @Override
        public InetSocketAddress address() {
            return address;
        }

        @Override
        public String credential(String kind, String user) {
            return switch (kind) {
                case "token" -> token(user);
                case "bearer" -> Base64.getEncoder().withoutPadding().encodeToString(token(user).getBytes(US_ASCII));
                case "expired" -> keys.token(user, Set.of(), Duration.ofHours(-1));
                case "brief" -> keys.token(user, Set.of(), Duration.ofSeconds(8));
                case "foreign" -> foreignKeys.token(user, Set.of(), Duration.ofHours(1));
                default -> throw new IllegalArgumentException("no such credential: " + kind);
            };
        }
    }

    @Override
    public void close() {
        proxy.close();
        labs().parallel().forEach(Lab::close);
        redis.close();
    }
}
