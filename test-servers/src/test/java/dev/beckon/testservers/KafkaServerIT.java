package dev.beckon.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.testservers.KafkaServer.Door;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KafkaServerIT {

    @TempDir
    Path directory;

    @Test
    void an_outage_refuses_connections_and_keeps_port_and_data() throws Exception {
        try (KafkaServer server = KafkaServer.start(directory)) {
            server.createTopic("words", 2, Map.of());
            String address = server.bootstrapServers();
            send(server, "before");

            server.stop();

            assertThatThrownBy(() -> new Socket("127.0.0.1", port(address)).close())
                    .isInstanceOf(ConnectException.class);

            server.start();
            send(server, "after");

            assertThat(server.bootstrapServers()).isEqualTo(address);
            assertThat(receive(server, "a group", 2)).containsExactlyInAnyOrder("before", "after");
        }
    }

    @Test
    void another_start_on_the_same_directory_finds_records_and_offsets() throws Exception {
        try (KafkaServer first = KafkaServer.start(directory)) {
            first.createTopic("words", 1, Map.of());
            send(first, "consumed");
            assertThat(receive(first, "a group", 1)).containsExactly("consumed");
            send(first, "not consumed");
        }

        try (KafkaServer second = KafkaServer.start(directory)) {
            assertThat(receive(second, "a group", 1)).containsExactly("not consumed");
        }
    }

    @Test
    void a_topic_that_exists_is_left_as_it_is() throws Exception {
        try (KafkaServer server = KafkaServer.start(directory)) {
            server.createTopic("words", 3, Map.of("retention.ms", "60000"));
            server.createTopic("words", 1, Map.of());

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
                var description = admin.describeTopics(Set.of("words")).allTopicNames().get().get("words");
                assertThat(description.partitions()).hasSize(3);
            }
        }
    }

    @Test
    void a_client_that_comes_through_a_door_gets_the_address_before_it() throws Exception {
        Door before = new Door(FreePort.find(), FreePort.find());
        Door door = new Door(before.advertisedPort(), before.advertisedPort()); // a listener at the advertised address
        try (KafkaServer server = KafkaServer.start(directory, List.of(before, door));
                Admin inside = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
                Admin outside = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + before.port()))) {

            assertThat(inside.describeCluster().nodes().get()).extracting(Node::port)
                    .containsExactly(port(server.bootstrapServers()));
            assertThat(outside.describeCluster().nodes().get()).extracting(Node::port).containsExactly(before.advertisedPort());
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private static void send(KafkaServer server, String value) throws Exception {
        try (var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", server.bootstrapServers(), "acks", "all"),
                new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("words", value)).get();
        }
    }

    private static List<String> receive(KafkaServer server, String group, int count) {
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", server.bootstrapServers(), "group.id", group, "auto.offset.reset", "earliest"),
                new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("words"));
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            consumer.commitSync();
        }
        return values;
    }
}
