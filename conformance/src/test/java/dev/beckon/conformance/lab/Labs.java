package dev.beckon.conformance.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testservers.RedisServer;
import dev.beckon.testservers.TcpProxy;
import dev.beckon.testservers.tokens.DevKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All laboratories of the tests, on one Redis: the usual one, one on the public APIs of Vert.x and WebSockets Next, one with tight
 * limits, one for fuzzing, and two nodes behind a proxy that takes them in turn.
 */
public final class Labs implements AutoCloseable {

    private static final Path DIRECTORY = Path.of("target/labs").toAbsolutePath();

    /** {@code -Dbeckon.netty.fast=false}: every laboratory uses the frameworks' public APIs only. */
    private static final String FAST = System.getProperty("beckon.netty.fast", "true");

    private final RedisServer redis;
    private final DevKeys keys = DevKeys.create(DIRECTORY.resolve("keys"));
    private final DevKeys foreignKeys = DevKeys.create(DIRECTORY.resolve("foreign-keys"));
    private final Map<String, LabProcess> alone;
    private final List<LabProcess> nodes;
    private final TcpProxy proxy;

    private Labs() throws IOException {
        redis = RedisServer.start(DIRECTORY);
        alone = Map.of(
                "usual", start("usual", Map.of()),
                "public-api", start("public-api", Map.of("BECKON_NETTY_FAST", "false")),
                "tight", start("tight", Map.of("CHANNELS_SOCKET_IDLE_TIMEOUT", "6s", "CHANNELS_SOCKET_MAX_CHANNELS", "3",
                        "CHANNELS_LONGPOLL_WINDOW", "3s")),
                "fuzzed", start("fuzzed", Map.of("CHANNELS_LONGPOLL_WINDOW", "500ms",
                        "CHANNELS_SOCKET_MESSAGE_BURST", "10000000", // a rate limit would stop the attacks
                        "JDK_JAVA_OPTIONS", "-Dio.netty.leakDetection.level=paranoid")));
        Map<String, String> cluster = Map.of("CHANNELS_REDIS_PREFIX", "nodes:", "CHANNELS_LONGPOLL_SECRET", "s".repeat(32));
        nodes = List.of(start("node-1", cluster), start("node-2", cluster));
        labs().forEach(LabProcess::awaitReady);
        proxy = balancer(nodes);
    }

    private static TcpProxy balancer(List<LabProcess> nodes) {
        return TcpProxy.beforeEach(nodes.stream().map(LabProcess::address).toList(), OneRequestPerConnection::new);
    }

    static Labs start() {
        try {
            return new Labs();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LabProcess start(String name, Map<String, String> own) throws IOException {
        Map<String, String> configuration = new HashMap<>(own);
        configuration.putIfAbsent("CHANNELS_REDIS_PREFIX", name + ":");
        configuration.putIfAbsent("BECKON_NETTY_FAST", FAST);
        configuration.put("QUARKUS_REDIS_HOSTS", redis.url());
        configuration.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", keys.publicKeyLocation());
        return LabProcess.start(name, DIRECTORY, configuration);
    }

    /** Starts nodes that only the caller uses, and may restart. The caller closes them. */
    public Cluster cluster(String name, int nodes, Map<String, String> configuration) throws IOException {
        List<LabProcess> started = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            Map<String, String> own = new HashMap<>(configuration);
            own.put("CHANNELS_REDIS_PREFIX", name + ":");
            started.add(start(name + "-" + node, own));
        }
        started.forEach(LabProcess::awaitReady);
        return new Cluster(started, balancer(started));
    }

    /** Nodes behind a proxy that gives each connection to the next one. */
    public final class Cluster implements AutoCloseable {

        private final List<LabProcess> nodes;
        private final TcpProxy proxy;

        private Cluster(List<LabProcess> nodes, TcpProxy proxy) {
            this.nodes = nodes;
            this.proxy = proxy;
        }

        public Venue proxied() {
            return new At(proxy.address());
        }

        public Venue node(int index) {
            return new At(nodes.get(index).address());
        }

        /** Restarts one node after the other. */
        public void restart() throws IOException {
            for (LabProcess node : nodes) {
                node.restart();
            }
        }

        @Override
        public void close() {
            proxy.close();
            nodes.parallelStream().forEach(LabProcess::close);
        }
    }

    private Stream<LabProcess> labs() {
        return Stream.concat(alone.values().stream(), nodes.stream());
    }

    /** @param lab as a transcript names it */
    public Venue venue(String lab) {
        return new At(lab(lab).address());
    }

    public LabProcess lab(String name) {
        return alone.get(name);
    }

    /** Measured after a garbage collection. */
    public LabState state(String lab) {
        try {
            Histogram histogram = Histogram.of(lab(lab).pid());
            return new LabState(histogram.ownInstances(), histogram.heapBytes(), subscriptions(lab + ":"), openFiles(lab(lab).pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long openFiles(long pid) throws IOException {
        Path files = Path.of("/proc", Long.toString(pid), "fd");
        if (!Files.isDirectory(files)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(files)) {
            return open.count();
        }
    }

    /** The number of channels in Redis, whose answer begins with it. */
    private long subscriptions(String prefix) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", redis.port());
                BufferedReader answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.getOutputStream().write("PUBSUB CHANNELS %s*\r\n".formatted(prefix).getBytes(US_ASCII));
            return Long.parseLong(answer.readLine().substring(1));
        }
    }

    /** One of the two nodes, without the proxy. */
    public Venue node(int index) {
        return new At(nodes.get(index).address());
    }

    /** The proxy, which gives each TCP connection to the other node. */
    public Venue twoNodes() {
        return new At(proxy.address());
    }

    /** The number of connections that each of the two nodes has taken from the proxy. */
    public List<Long> taken() {
        return proxy.taken();
    }

    public String token(String user) {
        return keys.token(user, Set.of(), Duration.ofHours(1));
    }

    /** PEM of the key that signs tokens, for clients that are not in Java. */
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
        labs().parallel().forEach(LabProcess::close);
        redis.close();
    }
}
