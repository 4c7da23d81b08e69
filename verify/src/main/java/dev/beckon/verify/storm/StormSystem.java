package dev.beckon.verify.storm;

import dev.beckon.localstack.LocalStack;
import dev.beckon.testclients.MentionApi;
import dev.beckon.testclients.swarm.Swarm.Identity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The system for a storm: two gateways, either of which has room for all clients. */
final class StormSystem implements AutoCloseable {

    static final String VICTIM = "gateway-1";
    static final String SURVIVOR = "gateway-2";

    /** A heap for 15,000 sockets: a development machine's 256 MB would be too small. */
    private static final List<String> JVM_FLAGS = List.of("-Xmx1g", "-XX:+UseSerialGC");

    private static final Duration TOKENS = Duration.ofHours(2);
    private static final Duration POST = Duration.ofSeconds(20);
    private static final int RECIPIENTS = 2_000;
    private static final int ACCEPTED = 202;
    private static final int ATTEMPTS = 10;

    private final LocalStack stack;

    /** Starts nothing yet. */
    StormSystem(Path directory, Consumer<String> progress) {
        this.stack = LocalStack.in(directory).gateways(2).fresh(true).jvmFlags(JVM_FLAGS).progress(progress)
                .build();
    }

    void start() {
        stack.start();
    }

    List<Identity> identities(int count) {
        return IntStream.range(0, count).parallel().mapToObj(i -> "storm-" + i)
                .map(user -> new Identity(user, stack.keys().token(user, Set.of(), TOKENS))).toList();
    }

    /** The addresses of the gateways, the victim's first. */
    List<URI> gateways() {
        return stack.gateways();
    }

    URI survivor() {
        return stack.gateways().getLast();
    }

    void killVictim() {
        stack.process(VICTIM).kill();
    }

    /** Returns when mention-service has accepted all mentions. */
    void mention(String excerpt, List<Identity> who) throws IOException, InterruptedException {
        MentionApi mentions = new MentionApi(stack.mentions().getFirst(), stack.token("ada", "mentions:write"));
        for (int from = 0; from < who.size(); from += RECIPIENTS) {
            List<String> part = who.subList(from, Math.min(from + RECIPIENTS, who.size())).stream().map(Identity::user).toList();
            insist(mentions, MentionApi.body(excerpt, part));
        }
    }

    private static void insist(MentionApi mentions, String body) throws IOException, InterruptedException {
        String key = UUID.randomUUID().toString();
        int status = mentions.send(key, body, POST).statusCode();
        for (int attempt = 1; status != ACCEPTED && attempt < ATTEMPTS; attempt++) {
            Thread.sleep(Duration.ofMillis(200));
            status = mentions.send(key, body, POST).statusCode();
        }
        if (status != ACCEPTED) {
            throw new IOException("POST /mentions was answered with " + status);
        }
    }

    /** Processor time so far, by process name. */
    Map<String, Duration> processors() {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("gateway", survivorPid());
        pids.put("notification-service", stack.process("notification-1").pid());
        pids.put("PostgreSQL", stack.postgres().process().pid());
        pids.put("Redis", stack.redis().process().pid());
        Map<String, Duration> used = new LinkedHashMap<>();
        pids.forEach((name, pid) -> used.put(name, new Processor(pid).used()));
        return used;
    }

    long survivorPid() {
        return stack.process(SURVIVOR).pid();
    }

    LocalStack stack() {
        return stack;
    }

    @Override
    public void close() {
        stack.close();
    }
}
