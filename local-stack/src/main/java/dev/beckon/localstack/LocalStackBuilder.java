package dev.beckon.localstack;

import dev.beckon.contracts.Lane;
import dev.beckon.localstack.services.ServiceSpec;
import dev.beckon.testservers.FreePort;
import dev.beckon.testservers.KafkaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Configures a {@link LocalStack}: its services, their number and their settings. */
public final class LocalStackBuilder {

    /** Fewer have no majority once one has failed. */
    private static final int LEAST_MASTERS = 3;

    private final Path directory;
    private int gateways = 1;
    private int notifications = 1;
    private int postgres = 1;
    private int redisCluster;
    private int redisReplicas;
    private boolean keepsPorts;
    private OptionalInt firstPort = OptionalInt.empty();
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

    /** The number of gateways; one by default. */
    public LocalStackBuilder gateways(int count) {
        this.gateways = atLeastOne(count, "gateways");
        return this;
    }

    /** The number of notification-service processes, which share the Kafka partitions; one by default. */
    public LocalStackBuilder notifications(int count) {
        this.notifications = atLeastOne(count, "notification services");
        return this;
    }

    /** The number of PostgreSQL servers, which share the lanes in equal ranges; one by default. */
    public LocalStackBuilder postgres(int count) {
        this.postgres = atLeastOne(count, "PostgreSQL servers");
        if (count > Lane.COUNT) {
            throw new StackFailedException("%d PostgreSQL servers: at most %d are possible, one for each lane".formatted(count,
                    Lane.COUNT));
        }
        return this;
    }

    /** The number of masters of a Redis Cluster, without replicas; a single Redis by default. */
    public LocalStackBuilder redisCluster(int masters) {
        if (masters < LEAST_MASTERS || masters > Lane.COUNT) {
            throw new StackFailedException("a Redis Cluster of %d nodes: it takes %d to %d masters".formatted(masters, LEAST_MASTERS,
                    Lane.COUNT));
        }
        this.redisCluster = masters;
        return this;
    }

    /**
     * Uses the same ports at each start in this directory: 8080 for the first gateway, then those of {@link KeptPorts}. By default each
     * start has others.
     */
    public LocalStackBuilder keepPorts() {
        this.keepsPorts = true;
        return this;
    }

    /** Like {@link #keepPorts()}, with another first port, from now on. */
    public LocalStackBuilder keepPorts(int first) {
        this.firstPort = OptionalInt.of(KeptPorts.checked(first));
        return keepPorts();
    }

    /** Deletes the data that earlier runs left in the directory, but not the keys. */
    public LocalStackBuilder fresh(boolean wanted) {
        this.fresh = wanted;
        return this;
    }

    /** The time that the services have to become ready; 3 minutes by default, several times what two busy cores need. */
    public LocalStackBuilder readyWithin(Duration bound) {
        this.readyWithin = bound;
        return this;
    }

    /** The proxies between the processes; none by default. */
    public LocalStackBuilder routes(Routes between) {
        this.routes = between;
        return this;
    }

    /** Adds a Kafka listener, such as one for TLS. */
    public LocalStackBuilder kafkaDoor(KafkaServer.Door door) {
        kafkaDoors.add(door);
        return this;
    }

    /** Sets an environment variable of every service, such as a configuration key. */
    public LocalStackBuilder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Sets the JVM flags of every service, in place of {@link ServiceSpec#JVM_FLAGS}. */
    public LocalStackBuilder jvmFlags(List<String> flags) {
        jvmFlags = List.copyOf(flags);
        return this;
    }

    /** Sets the listener for progress lines. Several threads call it; by default the lines are dropped. */
    public LocalStackBuilder progress(Consumer<String> listener) {
        this.progress = listener;
        return this;
    }

    /** Makes the stack without starting it, for a caller that must be able to close it while it starts. */
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

    int postgres() {
        return postgres;
    }

    /** The number of replicas of each master of a Redis Cluster; none by default. */
    public LocalStackBuilder redisReplicas(int perMaster) {
        this.redisReplicas = perMaster;
        return this;
    }

    int redisReplicas() {
        return redisReplicas;
    }

    /** 0: a single Redis. */
    int redisCluster() {
        return redisCluster;
    }

    StackPorts ports() {
        return keepsPorts ? new KeptPorts(directory, firstPort, FreePort::claim, progress) : StackPorts.FREE;
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

    void report(String line) {
        progress.accept(line);
    }
}
