package dev.beckon.localstack;

import dev.beckon.localstack.servers.KafkaServer;
import dev.beckon.localstack.services.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What to start, and how much of it. */
public final class LocalStackBuilder {

    private final Path directory;
    private int gateways = 1;
    private int notifications = 1;
    private boolean fresh;
    private Duration readyWithin = Duration.ofMinutes(3);
    private Routes routes = Routes.DIRECT;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<KafkaServer.Door> kafkaDoors = new ArrayList<>();
    private List<String> jvmFlags = ServiceSpec.JVM_FLAGS;
    private Consumer<String> progress = line -> {};

    LocalStackBuilder(Path directory) {
        this.directory = directory;
    }

    /** How many gateways; one by default. */
    public LocalStackBuilder gateways(int count) {
        this.gateways = atLeastOne(count, "gateways");
        return this;
    }

    /** How many processes of notification-service share the consuming; one by default. */
    public LocalStackBuilder notifications(int count) {
        this.notifications = atLeastOne(count, "notification services");
        return this;
    }

    /** Deletes the data that earlier runs left in the directory; keys stay. */
    public LocalStackBuilder fresh(boolean wanted) {
        this.fresh = wanted;
        return this;
    }

    /** How long the services may take to be ready; 3 minutes by default, a multiple of what two busy cores need. */
    public LocalStackBuilder readyWithin(Duration bound) {
        this.readyWithin = bound;
        return this;
    }

    /** What lies between the processes; nothing by default. */
    public LocalStackBuilder routes(Routes between) {
        this.routes = between;
        return this;
    }

    /** One more address of Kafka, such as one for TLS. */
    public LocalStackBuilder kafkaDoor(KafkaServer.Door door) {
        kafkaDoors.add(door);
        return this;
    }

    /** An environment variable for every service, such as a key of its configuration. */
    public LocalStackBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Of every service, in place of {@link ServiceSpec#JVM_FLAGS}. */
    public LocalStackBuilder jvmFlags(List<String> flags) {
        jvmFlags = List.copyOf(flags);
        return this;
    }

    /** Is told what has happened, line by line, by several threads; nobody by default. */
    public LocalStackBuilder progress(Consumer<String> listener) {
        this.progress = listener;
        return this;
    }

    /** Makes the stack without starting it, for those who must be able to close it meanwhile. */
    public LocalStack build() {
        return new LocalStack(this);
    }

    public LocalStack start() {
        LocalStack stack = build();
        stack.start();
        return stack;
    }

    private static int atLeastOne(int count, String what) {
        if (count < 1) {
            throw new StackFailedException("%d %s: at least one is needed".formatted(count, what));
        }
        return count;
    }

    Path directory() {
        return directory;
    }

    ProjectRoot project() {
        return ProjectRoot.find();
    }

    int gateways() {
        return gateways;
    }

    int notifications() {
        return notifications;
    }

    boolean isFresh() {
        return fresh;
    }

    Duration readyWithin() {
        return readyWithin;
    }

    Routes routes() {
        return routes;
    }

    List<KafkaServer.Door> kafkaDoors() {
        return kafkaDoors;
    }

    Map<String, String> environment() {
        return environment;
    }

    List<String> jvmFlags() {
        return jvmFlags;
    }

    void tell(String line) {
        progress.accept(line);
    }
}
