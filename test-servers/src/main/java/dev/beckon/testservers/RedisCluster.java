package dev.beckon.testservers;

import dev.beckon.testservers.processes.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Redis Cluster of several {@link RedisServer}s, whose masters share the slots in equal ranges. Keeps the data in {@code
 * <directory>/redis-1}, {@code redis-2} and so on; a start on the same directory with as many masters finds them. A slot without a
 * master does not affect the others.
 */
public final class RedisCluster implements AutoCloseable {

    public static final int SLOTS = 16_384;

    private static final Duration FORMED = Duration.ofSeconds(60);

    /** Silence after which nodes vote a node out, in milliseconds; a busy machine is silent for a second or two. */
    private static final int NODE_TIMEOUT_MILLIS = 5_000;

    /** Redis gives up a failover after five seconds, which a busy machine may exceed. */
    private static final Duration FAILOVER = Duration.ofSeconds(6);
    private static final int FAILOVERS = 10;

    private final List<RedisServer> nodes;

    private RedisCluster(List<RedisServer> nodes) {
        this.nodes = nodes;
    }

    /** Starts a cluster without replicas. */
    public static RedisCluster start(Path directory, int masters) {
        return start(directory, masters, 0);
    }

    /**
     * Returns when every node knows the master of each slot, and each replica follows its master.
     *
     * @throws ServerFailedException if the cluster does not form
     */
    public static RedisCluster start(Path directory, int masters, int replicasPerMaster) {
        List<RedisServer> nodes = new ArrayList<>();
        RedisCluster cluster = new RedisCluster(nodes);
        try {
            for (int i = 0; i < masters * (1 + replicasPerMaster); i++) {
                nodes.add(node(directory.resolve("redis-" + (i + 1))));
            }
            cluster.form(masters);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static RedisServer node(Path directory) {
        try {
            // It lists the nodes of an earlier start at their ports of then.
            Files.deleteIfExists(directory.resolve("nodes.conf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return RedisServer.start(directory, List.of("--cluster-enabled", "yes",
                "--cluster-port", Integer.toString(FreePort.find()),
                "--cluster-node-timeout", Integer.toString(NODE_TIMEOUT_MILLIS),
                "--cluster-require-full-coverage", "no",
                "--repl-diskless-sync-delay", "0"));
    }

    private void form(int masters) {
        RedisServer first = nodes.getFirst();
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int i = 0; i < masters; i++) {
            int from = SLOTS * i / masters;
            int to = SLOTS * (i + 1) / masters - 1;
            freeSlots(nodes.get(i));
            nodes.get(i).ask("CLUSTER", "ADDSLOTSRANGE", Integer.toString(from), Integer.toString(to));
        }
        for (RedisServer other : nodes.subList(1, nodes.size())) {
            first.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()), busPort(other));
        }
        await("nodes do not know each other", () -> nodes.stream().allMatch(node -> knownNodes(node) == nodes.size()));
        for (int i = masters; i < nodes.size(); i++) {
            nodes.get(i).ask("CLUSTER", "REPLICATE", id(nodes.get(i % masters)));
        }
        await("slots have no master", () -> nodes.stream().allMatch(node -> info(node, "CLUSTER", "INFO").contains("cluster_state:ok")
                && info(node, "CLUSTER", "INFO").contains("cluster_slots_ok:" + SLOTS)));
        await("replicas do not follow", () -> nodes.subList(masters, nodes.size()).stream()
                .allMatch(node -> info(node, "INFO", "replication").contains("master_link_status:up")));
    }

    /** A node takes the slots of which it finds keys at its start. */
    private static void freeSlots(RedisServer node) {
        for (String range : slots(info(node, "CLUSTER", "NODES"))) {
            String[] ends = range.split("-");
            node.ask("CLUSTER", "DELSLOTSRANGE", ends[0], ends[ends.length - 1]);
        }
    }

    /** All nodes, in the order of their start; the first ones were the masters. */
    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** For {@code quarkus.redis.hosts}: the addresses of all nodes, separated by commas. */
    public String hosts() {
        return nodes.stream().map(RedisServer::url).collect(Collectors.joining(","));
    }

    /** The master of a slot, as the nodes see it that run. */
    public RedisServer master(int slot) {
        return slotRanges().filter(range -> firstSlot(range) <= slot && slot <= range.items().get(1).number())
                .findFirst().map(range -> node(masterPort(range)))
                .orElseThrow(() -> new ServerFailedException("slot %d has no master".formatted(slot)));
    }

    /** Of each range: its first slot, its last, its master, its replicas. */
    private Stream<RedisAnswer> slotRanges() {
        return anyRunning().ask("CLUSTER", "SLOTS").items().stream();
    }

    private static int firstSlot(RedisAnswer range) {
        return Math.toIntExact(range.items().getFirst().number());
    }

    private static long masterPort(RedisAnswer range) {
        return range.items().get(2).items().get(1).number();
    }

    /**
     * Makes the replica of a master the master of its slots; the former one becomes a replica, also if it is down now. Returns when
     * every running node knows it.
     */
    public RedisServer failover(RedisServer master) {
        int slot = slotRanges().filter(range -> node(masterPort(range)) == master).mapToInt(RedisCluster::firstSlot)
                .findFirst().orElseThrow();
        RedisServer replica = nodes.stream().filter(RedisServer::isRunning)
                .filter(node -> info(node, "INFO", "replication").contains("master_port:" + master.port()))
                .findFirst().orElseThrow(() -> new ServerFailedException("it has no replica"));
        for (int attempt = 0; attempt < FAILOVERS; attempt++) {
            takeOver(replica, master);
            if (Waiting.until(() -> hasMaster(slot, replica), FAILOVER)) {
                return replica;
            }
        }
        throw new ServerFailedException("The replica at port %d did not take over; see its redis.log".formatted(replica.port()));
    }

    private static void takeOver(RedisServer replica, RedisServer master) {
        try {
            if (master.isRunning()) {
                replica.ask("CLUSTER", "FAILOVER");
            } else {
                replica.ask("CLUSTER", "FAILOVER", "TAKEOVER");
            }
        } catch (IllegalStateException alreadyMaster) {
            // then only the other nodes do not know it yet
        }
    }

    /** Moves a slot with its keys to another master. Returns when every running node knows it. */
    public void migrate(int slot, RedisServer to) {
        RedisServer from = master(slot);
        String number = Integer.toString(slot);
        to.ask("CLUSTER", "SETSLOT", number, "IMPORTING", id(from));
        from.ask("CLUSTER", "SETSLOT", number, "MIGRATING", id(to));
        for (RedisAnswer key : from.ask("CLUSTER", "GETKEYSINSLOT", number, "1000000").items()) {
            from.ask("MIGRATE", "127.0.0.1", Integer.toString(to.port()), key.text(), "0", "5000");
        }
        to.ask("CLUSTER", "SETSLOT", number, "NODE", id(to));
        from.ask("CLUSTER", "SETSLOT", number, "NODE", id(to));
        await("not every node knows the new master of slot " + slot, () -> hasMaster(slot, to));
    }

    /** Deletes every key. */
    public void flushAll() {
        for (RedisServer node : nodes) {
            if (info(node, "INFO", "replication").contains("role:master")) {
                node.ask("FLUSHALL");
            }
        }
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }

    private boolean hasMaster(int slot, RedisServer expected) {
        return nodes.stream().filter(RedisServer::isRunning)
                .allMatch(node -> info(node, "CLUSTER", "NODES").lines()
                        .anyMatch(line -> line.contains(":" + expected.port() + "@") && line.contains("master") && holds(line, slot)))
                && master(slot) == expected;
    }

    private static boolean holds(String line, int slot) {
        for (String range : slots(line)) {
            String[] ends = range.split("-");
            if (Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1])) {
                return true;
            }
        }
        return false;
    }

    /** @param line of CLUSTER NODES; its words from the ninth on are slots and ranges of them, in brackets while they move */
    private static List<String> slots(String line) {
        return Arrays.stream(line.strip().split(" ")).skip(8).filter(range -> !range.startsWith("[")).toList();
    }

    private RedisServer anyRunning() {
        return nodes.stream().filter(RedisServer::isRunning).findFirst().orElseThrow();
    }

    private RedisServer node(long port) {
        return nodes.stream().filter(node -> node.port() == port).findFirst().orElseThrow();
    }

    private static long knownNodes(RedisServer node) {
        return info(node, "CLUSTER", "NODES").lines().filter(line -> !line.contains("handshake")).count();
    }

    private static String id(RedisServer node) {
        return node.ask("CLUSTER", "MYID").text();
    }

    /** The port at which nodes talk with each other. */
    private static String busPort(RedisServer node) {
        return node.ask("CONFIG", "GET", "cluster-port").items().get(1).text();
    }

    private static String info(RedisServer node, String... command) {
        return node.ask(command).text();
    }

    private static void await(String otherwise, BooleanSupplier condition) {
        if (!Waiting.until(condition, FORMED)) {
            throw new ServerFailedException("The Redis Cluster is not ready: " + otherwise);
        }
    }
}
