package dev.beckon.systemtests.stack;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.services.Management;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.Device.Timeouts;
import dev.beckon.testclients.Inboxes;
import dev.beckon.testclients.KafkaMentions;
import dev.beckon.testclients.MentionApi;
import dev.beckon.testclients.PhoenixClient;
import dev.beckon.testclients.node.NodeProject;
import dev.beckon.testclients.node.NodeTests;
import dev.beckon.testservers.FreePort;
import dev.beckon.testservers.KafkaServer.Door;
import dev.beckon.testservers.KafkaServer.Keys;
import dev.beckon.testservers.tokens.DevKeys;
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
import org.junit.jupiter.api.DynamicTest;

/**
 * The running system as tests see it: three gateways, so that a device's action has to reach another gateway, and one process of
 * each other service. Closes after each test all that the test has opened here.
 */
public final class Beckon implements AutoCloseable {

    /** A gateway that is silent for this long counts as down, with its users; shorter than in production, to keep tests short. */
    public static final Duration PRESENCE_DOWN_TIMEOUT = Duration.ofSeconds(3);
    /** Long enough for a test on a busy machine to see a gateway that drains. */
    private static final Duration DRAIN_WINDOW = Duration.ofSeconds(3);
    private static final Duration PRESENCE_HEARTBEAT = Duration.ofMillis(500);

    /** The tests that are written in JavaScript. */
    public static final NodeProject CLIENTS = new NodeProject(Path.of("clients"));

    private static final int GATEWAYS = 3;
    private static final Path DIRECTORY = Path.of("target/stack");
    private static final Duration READY = Duration.ofMinutes(4);

    private final LocalStack stack;
    private final Proxies proxies;
    private final ServerCertificate certificate;
    private final Door kafkaWithTls;
    private final Telemetry telemetry;
    private final KafkaMentions records;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Beckon(LocalStack stack, Proxies proxies, ServerCertificate certificate, Door kafkaWithTls, Telemetry telemetry) {
        this.stack = stack;
        this.proxies = proxies;
        this.certificate = certificate;
        this.kafkaWithTls = kafkaWithTls;
        this.telemetry = telemetry;
        this.records = new KafkaMentions(stack.kafka().bootstrapServers());
    }

    static Beckon start() {
        new NodeProject(Path.of("../web-client")).buildIfMissing("dist-demo"); // its gateways serve the built files
        Proxies proxies = new Proxies();
        ServerCertificate certificate = ServerCertificate.create(DIRECTORY.resolve("tls"));
        int port = FreePort.find();
        Door kafkaWithTls = new Door(port, port, new Keys(certificate.store(), ServerCertificate.PASSWORD), true);
        Telemetry telemetry = new Telemetry(DIRECTORY);
        LocalStack stack = telemetry.of(LocalStack.in(DIRECTORY)).gateways(GATEWAYS).fresh(true).readyWithin(READY)
                .routes(proxies).kafkaDoor(kafkaWithTls)
                .environment("CHANNELS_PRESENCE_DOWN_TIMEOUT", PRESENCE_DOWN_TIMEOUT.toString())
                .environment("CHANNELS_PRESENCE_HEARTBEAT", PRESENCE_HEARTBEAT.toString())
                .environment("CHANNELS_BLOCKS_REFRESH", "1s")
                .environment("CHANNELS_SOCKET_DRAIN_WINDOW", DRAIN_WINDOW.toString())
                .start();
        return new Beckon(stack, proxies, certificate, kafkaWithTls, telemetry);
    }

    /** A user of this test alone. */
    public String user(String name) {
        return name + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }

    public String token(String user, String... roles) {
        return stack.token(user, roles);
    }

    /** A token that lets its user join {@code room:<room>}. */
    public String roomToken(String user, String room) {
        return stack.keys().tokenWith(user, Set.of(), Duration.ofHours(1), Map.of("rooms", List.of(room)));
    }

    /** A token that another system has signed. */
    public String foreignToken(String user) {
        return DevKeys.create(DIRECTORY.resolve("foreign-keys")).token(user, Set.of(), Duration.ofHours(1));
    }

    public String expiredToken(String user) {
        return stack.keys().token(user, Set.of(), Duration.ofHours(-1));
    }

    /** A token that becomes valid in an hour. */
    public String earlyToken(String user, String... roles) {
        return stack.keys().token(user, user, Set.of(roles), Instant.now().plus(Duration.ofHours(1)), Duration.ofHours(1));
    }

    /** A token that expires soon, or has expired already; services add their leeway. */
    public String agedToken(String user, Duration untilExpiry) {
        Duration age = Duration.ofHours(1);
        return stack.keys().token(user, user, Set.of(), Instant.now().minus(age), age.plus(untilExpiry));
    }

    /** @param file of {@link #CLIENTS}, which gets addresses and keys from the stack's file */
    public Stream<DynamicTest> nodeTests(String file) {
        return new NodeTests(Path.of("clients"), Path.of("../test-clients/js/reporter.js"))
                .run(Map.of("BECKON_STACK", DIRECTORY.resolve("stack.json").toAbsolutePath().toString()), "test/" + file);
    }

    /** @param number from 1 */
    public URI gateway(int number) {
        return stack.gateways().get(number - 1);
    }

    /** The address of a service's health and metrics. */
    public static URI management(URI service) {
        return Management.of(service);
    }

    /** An address at which no gateway listens. */
    public URI unusedAddress() {
        return URI.create("http://127.0.0.1:" + FreePort.find());
    }

    public URI mentionService() {
        return stack.mentions().getFirst();
    }

    public URI notificationService() {
        return stack.notifications().getFirst();
    }

    /** A device whose connections to gateways can be broken, and which notices that within two seconds. */
    public Device watchfulDevice(String user) {
        List<URI> behindProxies = IntStream.rangeClosed(1, GATEWAYS)
                .mapToObj(number -> URI.create("http://127.0.0.1:"
                        + proxies.port("clients", "gateway-" + number, gateway(number).getPort())))
                .toList();
        Timeouts timeouts = new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(500));
        return closeLater(Device.of(user, () -> token(user), behindProxies, timeouts, Device.Observer.NONE)).awaitJoined();
    }

    public PhoenixClient connect(int gateway, String user, String... roles) throws IOException {
        return connectWith(gateway, token(user, roles));
    }

    /** @param token of any user, valid or not */
    public PhoenixClient connectWith(int gateway, String token) throws IOException {
        return closeLater(PhoenixClient.connect(gateway(gateway), token));
    }

    /** A device that has joined, and tries this gateway first. */
    public Device device(int gateway, String user) {
        return startDevice(gateway, user).awaitJoined();
    }

    /** Like {@link #device}, without waiting for the join. */
    public Device startDevice(int gateway, String user) {
        return startDevice(gateway, user, () -> token(user));
    }

    /** @param tokens gives a token for every connection */
    public Device startDevice(int gateway, String user, Supplier<String> tokens) {
        List<URI> gateways = new ArrayList<>(stack.gateways());
        Collections.rotate(gateways, 1 - gateway);
        return closeLater(Device.of(user, tokens, gateways));
    }

    public MentionApi mentions() {
        return mentions(token("ada", "mentions:write"));
    }

    /** @param token of any caller, valid or not */
    public MentionApi mentions(String token) {
        return new MentionApi(stack.mentions().getFirst(), token);
    }

    public Inboxes inboxes() {
        return new Inboxes(stack.notifications().getFirst(), this::token);
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    /** Each process's answer to Prometheus. */
    public Stream<String> scrapes() {
        return Telemetry.scrapes(stack);
    }

    /** @param process such as {@code gateway-1} */
    public Vitals vitals(String process) {
        return new Vitals(stack.process(process));
    }

    public KafkaMentions records() {
        return records;
    }

    public StoredInboxes database() {
        return new StoredInboxes(stack.postgres());
    }

    public StackFiles files() {
        return new StackFiles(DIRECTORY);
    }

    public Outages outages() {
        return new Outages(stack, proxies);
    }

    /** Adds a second process of each service, until it is closed. */
    public SecondProcesses fleet() {
        return new SecondProcesses(stack, DIRECTORY.resolve("logs"));
    }

    /** Services beside the shared ones that speak only TLS, until the end of the test. */
    public TlsServices tlsServices() {
        return closeLater(new TlsServices(stack, DIRECTORY, certificate, kafkaWithTls.port())).start();
    }

    /** A client of {@code examples/clients}, in JavaScript or Java according to its file name, at the first gateway. */
    public Program client(String file, String user) {
        Path example = Path.of("../examples/clients").resolve(file);
        Map<String, String> environment = Map.of(
                "BECKON_SOCKET", gateway(1).toString().replace("http:", "ws:") + "/socket", "BECKON_TOKEN", token(user));
        return closeLater(file.endsWith(".java")
                ? Program.java(example, environment, user)
                : Program.node(example, environment, user));
    }

    /** The program that {@code helm test} runs in its pod. */
    public HelmTest helmTest() {
        return new HelmTest(DIRECTORY);
    }

    /** A product team with the programs of examples/emitters. */
    public Emitter emitter() {
        return new Emitter(stack);
    }

    /** The program of examples/emitters in this language, until the end of the test. */
    public EmitterProgram emitterProgram(EmitterLanguage language) {
        return closeLater(new EmitterProgram(stack, DIRECTORY.resolve("tokens"), language.command()));
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
