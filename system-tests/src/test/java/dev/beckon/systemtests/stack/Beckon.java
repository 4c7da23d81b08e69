package dev.beckon.systemtests.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.servers.FreePort;
import dev.beckon.localstack.servers.KafkaServer.Door;
import dev.beckon.localstack.servers.KafkaServer.Keys;
import dev.beckon.localstack.tokens.DevKeys;
import dev.beckon.verify.clients.Device;
import dev.beckon.verify.clients.Inboxes;
import dev.beckon.verify.clients.MentionRecords;
import dev.beckon.verify.clients.Mentions;
import dev.beckon.verify.clients.Patience;
import dev.beckon.verify.clients.PhoenixClient;
import dev.beckon.verify.clients.Witness;
import dev.beckon.verify.stack.Proxies;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The running system as tests see it: three gateways, so that what one device does has to reach another one elsewhere, and one
 * process of each other service. Whatever a test opens here is closed after it.
 */
public final class Beckon implements AutoCloseable {

    /** A gateway that is silent for so long has nobody online; shorter than in production, for tests to see it. */
    public static final Duration PRESENCE_DOWN_TIMEOUT = Duration.ofSeconds(3);
    /** So that a test on a busy machine sees a gateway that drains. */
    private static final Duration DRAIN_WINDOW = Duration.ofSeconds(3);
    private static final Duration PRESENCE_HEARTBEAT = Duration.ofMillis(500);

    private static final int GATEWAYS = 3;
    private static final Path DIRECTORY = Path.of("target/stack");
    private static final Duration READY = Duration.ofMinutes(4);

    private final LocalStack stack;
    private final Proxies proxies;
    private final ServerCertificate certificate;
    private final Door kafkaWithTls;
    private final Telemetry telemetry;
    private final MentionRecords records;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Beckon(LocalStack stack, Proxies proxies, ServerCertificate certificate, Door kafkaWithTls, Telemetry telemetry) {
        this.stack = stack;
        this.proxies = proxies;
        this.certificate = certificate;
        this.kafkaWithTls = kafkaWithTls;
        this.telemetry = telemetry;
        this.records = new MentionRecords(stack.kafka().bootstrapServers());
    }

    static Beckon start() {
        NodeProject.demoPages().buildIfMissing();
        Proxies proxies = new Proxies();
        ServerCertificate certificate = ServerCertificate.create(DIRECTORY.resolve("tls"));
        int port = FreePort.find();
        Door kafkaWithTls = new Door(port, port, new Keys(certificate.store(), ServerCertificate.PASSWORD), true);
        Telemetry telemetry = new Telemetry(DIRECTORY);
        LocalStack stack = telemetry.of(LocalStack.in(DIRECTORY)).gateways(GATEWAYS).fresh(true).readyWithin(READY)
                .routes(proxies).kafkaDoor(kafkaWithTls)
                .environment("CHANNELS_PRESENCE_DOWN_TIMEOUT", PRESENCE_DOWN_TIMEOUT.toString())
                .environment("CHANNELS_PRESENCE_HEARTBEAT", PRESENCE_HEARTBEAT.toString())
                .environment("CHANNELS_SOCKET_DRAIN_WINDOW", DRAIN_WINDOW.toString())
                .start();
        return new Beckon(stack, proxies, certificate, kafkaWithTls, telemetry);
    }

    /** A user nobody else has. */
    public String user(String name) {
        return name + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }

    public String token(String user, String... roles) {
        return stack.token(user, roles);
    }

    /** A token that others than this system have signed. */
    public String foreignToken(String user) {
        return DevKeys.create(DIRECTORY.resolve("foreign-keys")).token(user, Set.of(), Duration.ofHours(1));
    }

    public String expiredToken(String user) {
        return stack.keys().token(user, Set.of(), Duration.ofHours(-1));
    }

    /** A token that will be valid in an hour. */
    public String earlyToken(String user, String... roles) {
        return stack.keys().token(user, user, Set.of(roles), Instant.now().plus(Duration.ofHours(1)), Duration.ofHours(1));
    }

    /** A token that is about to expire, or has expired already; services go by their leeway. */
    public String agedToken(String user, Duration untilExpiry) {
        Duration age = Duration.ofHours(1);
        return stack.keys().token(user, user, Set.of(), Instant.now().minus(age), age.plus(untilExpiry));
    }

    /** Addresses and keys, for those who are no Java code. */
    Path stackFile() {
        return DIRECTORY.resolve("stack.json").toAbsolutePath();
    }

    /** @param number from 1 */
    public URI gateway(int number) {
        return stack.gateways().get(number - 1);
    }

    /** Where no gateway is. */
    public URI nobody() {
        return URI.create("http://127.0.0.1:" + FreePort.find());
    }

    public URI mentionService() {
        return stack.mentions().getFirst();
    }

    public URI notificationService() {
        return stack.notifications().getFirst();
    }

    /** A device whose connections to gateways can be broken, and which notices within two seconds. */
    public Device watchfulDevice(String user) {
        List<URI> behindProxies = IntStream.rangeClosed(1, GATEWAYS)
                .mapToObj(number -> URI.create("http://127.0.0.1:"
                        + proxies.port("clients", "gateway-" + number, gateway(number).getPort())))
                .toList();
        Patience patience = new Patience(Duration.ofSeconds(1), Duration.ofMillis(500));
        return closeLater(Device.of(user, () -> token(user), behindProxies, patience, Witness.NONE)).awaitJoined();
    }

    public PhoenixClient connect(int gateway, String user, String... roles) throws IOException {
        return closeLater(PhoenixClient.connect(gateway(gateway), token(user, roles)));
    }

    /** A device that has joined, at this gateway first. */
    public Device device(int gateway, String user) {
        return startDevice(gateway, user).awaitJoined();
    }

    /** The same, without waiting. */
    public Device startDevice(int gateway, String user) {
        return startDevice(gateway, user, () -> token(user));
    }

    /** @param tokens asked for one at every connection */
    public Device startDevice(int gateway, String user, Supplier<String> tokens) {
        List<URI> gateways = new ArrayList<>(stack.gateways());
        Collections.rotate(gateways, 1 - gateway);
        return closeLater(Device.of(user, tokens, gateways));
    }

    public Mentions mentions() {
        return mentions(token("ada", "mentions:write"));
    }

    /** As the owner of any token, good or bad. */
    public Mentions mentions(String token) {
        return new Mentions(stack.mentions().getFirst(), token);
    }

    public Inboxes inboxes() {
        return new Inboxes(stack.notifications().getFirst(), this::token);
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    /** What each process answers to Prometheus. */
    public Stream<String> scrapes() {
        return Telemetry.scrapes(stack);
    }

    public MentionRecords records() {
        return records;
    }

    public Database database() {
        return new Database(stack.postgres());
    }

    public Outages outages() {
        return new Outages(stack, proxies);
    }

    /** A second process of each service, until it is closed. */
    public Fleet fleet() {
        return new Fleet(stack, DIRECTORY.resolve("logs"));
    }

    /** Services beside the shared ones that speak TLS only, until the end of the test. */
    public TlsServices tlsServices() {
        return closeLater(new TlsServices(stack, DIRECTORY, certificate, kafkaWithTls.port())).start();
    }

    /** A client of {@code examples/clients}, in JavaScript or Java by its name, at the first gateway. */
    public Program client(String file, String user) {
        Path example = Path.of("../examples/clients").resolve(file);
        Map<String, String> environment = Map.of(
                "BECKON_SOCKET", gateway(1).toString().replace("http:", "ws:") + "/socket", "BECKON_TOKEN", token(user));
        return closeLater(file.endsWith(".java")
                ? Program.java(example, environment, user)
                : Program.node(example, environment, user));
    }

    /** What {@code helm test} runs in its pod. */
    public HelmTest helmTest() {
        return new HelmTest(DIRECTORY);
    }

    /** A product team with examples/emitters. */
    public Emitter emitter() {
        return new Emitter(stack);
    }

    public Script script() {
        return new Script(DIRECTORY);
    }

    private <T extends AutoCloseable> T closeLater(T resource) {
        synchronized (opened) {
            opened.push(resource);
        }
        return resource;
    }

    void afterEach() {
        synchronized (opened) {
            while (!opened.isEmpty()) {
                try {
                    opened.pop().close();
                } catch (Exception e) {
                    throw new AssertionError("not closed", e);
                }
            }
        }
        outages().awaitWhole();
    }

    /** @throws AssertionError if a process outlives the stack */
    @Override
    public void close() {
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        records.close();
        stack.close();
        proxies.close();
        telemetry.close();
        List<ProcessHandle> left = processes.stream().filter(ProcessHandle::isAlive).toList();
        if (!left.isEmpty()) {
            throw new AssertionError("the stack is closed, these processes are left: " + left);
        }
    }
}
