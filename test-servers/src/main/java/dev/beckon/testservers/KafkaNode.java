package dev.beckon.testservers;

import dev.beckon.testservers.KafkaServer.Door;
import dev.beckon.testservers.KafkaServer.Keys;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The settings of a node that is a whole cluster, sized for a development machine. Built without {@code formatted}, which writes a
 * port in the digits of the JVM's locale.
 */
record KafkaNode(Path directory, int port, int controllerPort, List<Door> doors) {

    private static final String ID = "1";
    private static final String CONTROLLER = "CONTROLLER";
    private static final String LOGIN = "SCRAM-SHA-512";

    KafkaNode {
        doors = List.copyOf(doors);
    }

    Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(common());
        IntStream.range(0, doors.size()).forEach(i -> {
            String listener = "listener.name.door" + i + ".";
            Keys keys = doors.get(i).keys();
            if (keys != null) {
                properties.put(listener + "ssl.keystore.type", "PKCS12");
                properties.put(listener + "ssl.keystore.location", keys.file().toString());
                properties.put(listener + "ssl.keystore.password", keys.password());
            }
            if (doors.get(i).login()) {
                properties.put(listener + "sasl.enabled.mechanisms", LOGIN);
                properties.put(listener + LOGIN.toLowerCase(Locale.ROOT) + ".sasl.jaas.config", ScramLoginModule.class.getName()
                        + " required;");
            }
        });
        return properties;
    }

    private Map<String, String> common() {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", ID),
                Map.entry("controller.quorum.voters", ID + "@127.0.0.1:" + controllerPort),
                Map.entry("controller.listener.names", CONTROLLER),
                Map.entry("listeners", listeners(Door::port) + "," + CONTROLLER + "://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", listeners(Door::advertisedPort)),
                Map.entry("listener.security.protocol.map", protocols()),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                // A first consumer need not wait for others that may join.
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // The default takes 128 MB of heap for the compaction of large logs.
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20)),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"));
    }

    /** A listener has one advertised address, so each door is a listener of its own. */
    private String listeners(ToIntFunction<Door> doorPort) {
        return IntStream.range(0, doors.size())
                .mapToObj(i -> ",DOOR" + i + "://127.0.0.1:" + doorPort.applyAsInt(doors.get(i)))
                .collect(Collectors.joining("", "PLAINTEXT://127.0.0.1:" + port, ""));
    }

    private String protocols() {
        return IntStream.range(0, doors.size())
                .mapToObj(i -> ",DOOR" + i + ":" + (doors.get(i).login() ? "SASL_" : "") + (doors.get(i).keys() == null
                        ? "PLAINTEXT"
                        : "SSL"))
                .collect(Collectors.joining("", "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER), ""));
    }

    /** Gives the data directory its cluster id, as {@code kafka-storage.sh format} does. */
    void formatIfNew() throws Exception {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(Integer.parseInt(ID))
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(CONTROLLER)
                .setDirectories(List.of(directory.toString()))
                .run();
    }
}
