package dev.beckon.localstack;

import dev.beckon.localstack.state.ProcessList;
import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.RedisCluster;
import dev.beckon.testservers.RedisServer;
import dev.beckon.testservers.processes.ProcessRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The servers under one data directory, started together and stopped together.
 *
 * @param redis the only Redis server, or the nodes of the cluster
 */
record StackServers(List<PostgresServer> postgres, List<RedisServer> redis, @Nullable RedisCluster cluster, KafkaServer kafka)
        implements AutoCloseable {

    /** More than the routers on one machine, and enough to show that they share the partitions. */
    private static final int MENTION_PARTITIONS = 6;
    /** One for each lane, as in production. */
    private static final int LANE_PARTITIONS = 64;

    /** Starts all of them, those of a Redis Cluster on ports of its own; if one fails, it stops the others. */
    static StackServers start(StackPlan plan, StackPorts ports, ProcessList processes, List<KafkaServer.Door> kafkaDoors) {
        PostgresPlan postgresPlan = plan.postgres();
        Path data = postgresPlan.data();
        Queue<AutoCloseable> started = new ConcurrentLinkedQueue<>();
        AtomicReferenceArray<PostgresServer> postgres = new AtomicReferenceArray<>(postgresPlan.servers());
        AtomicReference<List<RedisServer>> redis = new AtomicReference<>();
        AtomicReference<@Nullable RedisCluster> cluster = new AtomicReference<>();
        AtomicReference<KafkaServer> kafka = new AtomicReference<>();
        List<Runnable> steps = new ArrayList<>(List.of(
                () -> {
                    if (plan.redisMasters() == 0) {
                        RedisServer server = RedisServer.start(data, ports.ofServer("redis"));
                        started.add(server);
                        redis.set(List.of(server));
                    } else {
                        RedisCluster nodes = RedisCluster.start(
                                clusterDirectory(data, plan.redisMasters()), plan.redisMasters(), plan.redisReplicas());
                        started.add(nodes);
                        cluster.set(nodes);
                        redis.set(nodes.nodes());
                    }
                    addTo(processes, "redis", redis.get().stream().map(RedisServer::process).toList());
                },
                () -> {
                    KafkaServer server = KafkaServer.start(data, ports.ofServer("kafka"), kafkaDoors);
                    started.add(server);
                    kafka.set(server);
                    server.createTopic("mentions", MENTION_PARTITIONS, Map.of());
                    server.createTopic("mentions-by-lane", LANE_PARTITIONS, Map.of());
                    server.createTopic("mentions-dlq", 1, Map.of("retention.ms", "2592000000"));
                }));
        List<String> names = StackPlan.names("postgres", postgresPlan.servers());
        IntStream.range(0, postgresPlan.servers()).forEach(i -> steps.add(() -> {
            PostgresServer server = PostgresServer.start(postgresPlan.directory(i), ports.ofServer(names.get(i)));
            started.add(server);
            postgres.set(i, server);
            processes.add(server.process().named(names.get(i)));
        }));
        try {
            Parallel.run(steps);
        } catch (RuntimeException e) {
            stop(List.copyOf(started));
            throw e;
        }
        return new StackServers(IntStream.range(0, postgres.length()).mapToObj(postgres::get).toList(), redis.get(), cluster.get(),
                kafka.get());
    }

    /** Each number of masters has its own data: a master would claim the slots of the keys that it finds. */
    private static Path clusterDirectory(Path data, int masters) {
        return data.resolve("redis-cluster-of-" + masters);
    }

    private static void addTo(ProcessList processes, String kind, List<ProcessRecord> servers) {
        List<String> names = StackPlan.names(kind, servers.size());
        for (int i = 0; i < servers.size(); i++) {
            processes.add(servers.get(i).named(names.get(i)));
        }
    }

    private static void stop(List<? extends AutoCloseable> servers) {
        Parallel.run(servers.stream().map(server -> (Runnable) () -> {
            try {
                server.close();
            } catch (Exception e) {
                throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
            }
        }).toList());
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(postgres);
        all.addAll(redis);
        all.add(kafka);
        stop(all);
    }
}
