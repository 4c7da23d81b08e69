package dev.beckon.mention;

import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.mention.MentionsTopic.Found;
import dev.beckon.testservers.KafkaServer;
import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Product teams write to the public Kafka topic; the router takes their records to the lanes. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RouterIT {

    static final String RECORD = """
            {"id":"%s","actor":{"id":"ada","name":"Ada"},"recipients":[%s],
             "source":{"type":"comment","id":"4711","url":"https://docs.example.com/plan","title":"The plan"},
             "excerpt":"@bob, look","occurredAt":"2026-01-31T13:00:00+01:00"}""";

    final String key = "comment-" + UUID.randomUUID();
    KafkaServer kafka;
    DevKeys keys;
    KafkaProducer<String, byte[]> team;
    MentionsTopic lanes;

    @BeforeEach
    void open() {
        team = producer(Map.of());
        lanes = new MentionsTopic(kafka);
    }

    @AfterEach
    void close() {
        team.close();
        lanes.close();
    }

    @Test
    void a_record_arrives_in_the_lanes_of_its_recipients() throws Exception {
        UUID id = UUID.randomUUID();
        write(key, RECORD.formatted(id, "\"bob\",\"cleo\",\"ada\""));

        List<Found> routed = lanes.records(id, 2);

        assertThat(routed).allSatisfy(part -> {
            assertThat(part.recipients()).extracting(user -> Lane.of(user).key()).containsExactly(part.key());
            assertThat(part.record().partition()).isEqualTo(Integer.parseInt(part.key()) % KafkaForTests.LANE_PARTITIONS);
        });
        assertThat(routed).flatExtracting(Found::recipients).containsExactlyInAnyOrder("bob", "cleo");
    }

    @Test
    void an_event_that_is_written_twice_without_an_id_in_its_value_is_one_mention() throws Exception {
        byte[] value = RECORD.formatted("", "\"bob\"").replaceFirst("\"id\":\"\",", "").getBytes(UTF_8);
        List<Header> event = Map.of("ce_specversion", "1.0", "ce_type", "dev.beckon.mention.v1", "ce_source", "/docs", "ce_id", key)
                .entrySet().stream().<Header>map(header -> new RecordHeader(header.getKey(), header.getValue().getBytes(UTF_8))).toList();
        team.send(new ProducerRecord<>("mentions", null, key, value, event)).get();
        team.send(new ProducerRecord<>("mentions", null, key, value, event)).get();

        List<Found> routed = lanes.records(new MentionKey("cloudevents:/docs", key).id(), 2);

        assertThat(routed).flatExtracting(Found::recipients).containsExactly("bob", "bob");
    }

    @Test
    void records_with_one_key_keep_their_order_for_each_recipient() {
        List<UUID> ids = IntStream.range(0, 1_000).mapToObj(_ -> UUID.randomUUID()).toList();
        ids.forEach(id -> team.send(new ProducerRecord<>("mentions", key, RECORD.formatted(id, "\"bob\",\"cleo\"").getBytes(UTF_8))));

        List<Found> routed = lanes.records(found -> ids.contains(idOf(found)), 2_000);

        for (String user : List.of("bob", "cleo")) {
            assertThat(routed.stream().filter(found -> found.recipients().contains(user)).map(RouterIT::idOf).distinct())
                    .containsExactlyElementsOf(ids);
        }
    }

    @Test
    void a_revision_and_a_retraction_arrive_in_every_lane_in_their_order() throws Exception {
        UUID id = UUID.randomUUID();
        write(key, RECORD.formatted(id, "\"bob\""));
        write(key, RECORD.formatted(id, "\"cleo\"").replaceFirst("\\{", "{\"revision\":1,"));
        team.send(new ProducerRecord<>("mentions", null, key, "{\"id\":\"%s\",\"revision\":2}".formatted(id).getBytes(UTF_8),
                List.of(new RecordHeader("type", "MentionRetracted".getBytes(UTF_8))))).get();

        List<Found> routed = lanes.records(id, 1 + 2 * Lane.COUNT);

        assertThat(revisions(routed, Lane.of("bob"))).containsExactly("0 [bob]", "1 MentionRetracted", "2 MentionRetracted");
        assertThat(revisions(routed, Lane.of("cleo"))).containsExactly("1 [cleo]", "2 MentionRetracted");
        assertThat(Lane.ALL).filteredOn(lane -> !List.of(Lane.of("bob"), Lane.of("cleo")).contains(lane))
                .allSatisfy(lane -> assertThat(revisions(routed, lane)).containsExactly("1 MentionRetracted", "2 MentionRetracted"));
    }

    private static List<String> revisions(List<Found> records, Lane lane) {
        return records.stream().filter(record -> record.key().equals(lane.key()))
                .map(record -> record.value().path("revision").longValue() + " "
                        + (record.type() == null ? record.recipients() : record.type()))
                .toList();
    }

    @Test
    void a_record_that_cannot_be_read_keeps_its_key_and_its_neighbours_are_not_held_up() throws Exception {
        RecordMetadata bad = write(key, "{");
        UUID id = UUID.randomUUID();
        write(key, RECORD.formatted(id, "\"bob\""));

        lanes.records(id, 1);
        Found passedOn = lanes.records(found -> key.equals(found.key()), 1).getFirst();
        assertThat(passedOn.record().value()).isEqualTo("{".getBytes(UTF_8));
        assertThat(passedOn.record().headers().lastHeader("dlq-offset").value()).isEqualTo(Long.toString(bad.offset()).getBytes(UTF_8));
    }

    @Test
    void a_record_too_large_for_more_headers_leaves_its_origin_and_holds_up_no_other() throws Exception {
        int broker = 1_048_588; // Kafka's message.max.bytes: the batch as a whole
        RecordMetadata large = team.send(new ProducerRecord<>("mentions", 0, null, new byte[broker - 70 - 5])).get();
        UUID id = UUID.randomUUID();
        team.send(new ProducerRecord<>("mentions", 0, null, RECORD.formatted(id, "\"bob\"").getBytes(UTF_8))).get();

        lanes.records(id, 1);
        assertThat(lanes.records(found -> found.record().headers().lastHeader("dlq-truncated") != null, 1).getLast().record().headers()
                .lastHeader("dlq-offset").value()).isEqualTo(Long.toString(large.offset()).getBytes(UTF_8));
    }

    @Test
    void what_an_aborted_transaction_wrote_is_not_routed_and_leaves_no_lag() throws Exception {
        UUID aborted = UUID.randomUUID();
        UUID committed = UUID.randomUUID();
        try (KafkaProducer<String, byte[]> transactional = producer(Map.of("transactional.id", key))) {
            transactional.initTransactions();
            transactional.beginTransaction();
            transactional.send(new ProducerRecord<>("mentions", key, RECORD.formatted(aborted, "\"bob\"").getBytes(UTF_8)));
            transactional.flush();
            transactional.abortTransaction();
            transactional.beginTransaction();
            transactional.send(new ProducerRecord<>("mentions", key, RECORD.formatted(committed, "\"bob\"").getBytes(UTF_8)));
            transactional.commitTransaction();
        }

        lanes.records(committed, 1);

        soon().untilAsserted(() -> assertThat(new RouterLag(kafka).records()).isZero());
        assertThat(lanes.all()).extracting(Found::id).doesNotContain(aborted.toString());
    }

    @Test
    void new_partitions_are_routed_within_fifteen_seconds() throws Exception {
        int before = team.partitionsFor("mentions").size();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createPartitions(Map.of("mentions", NewPartitions.increaseTo(before + 1))).all().get();
        }
        UUID id = UUID.randomUUID();
        try (KafkaProducer<String, byte[]> writer = producer(Map.of())) {
            writer.send(new ProducerRecord<>("mentions", before, key, RECORD.formatted(id, "\"bob\"").getBytes(UTF_8))).get();
        }

        within(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(lanes.all()).extracting(Found::id).contains(id.toString()));
    }

    @Test
    void after_an_outage_of_kafka_every_record_is_routed_in_order() throws Exception {
        List<UUID> ids = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 200; i++) {
                UUID id = UUID.randomUUID();
                ids.add(id);
                team.send(new ProducerRecord<>("mentions", key, RECORD.formatted(id, "\"bob\"").getBytes(UTF_8)));
            }
            team.flush();
            kafka.stop(); // while the router works on them
            kafka.start();
        }

        List<Found> routed = lanes.records(found -> ids.contains(idOf(found)), ids.size());

        assertThat(routed.stream().map(RouterIT::idOf).distinct()).containsExactlyElementsOf(ids);
        soon().untilAsserted(() -> assertThat(new RouterLag(kafka).records()).isZero());
        soon().untilAsserted(() -> assertThat(ServiceManagement.get("/q/health/ready").asString()).contains("\"waiting\": false"));
        assertThat(OperationsIT.metric("beckon_router_records_total")).isGreaterThanOrEqualTo(ids.size());
        assertThat(OperationsIT.metric("beckon_router_waiting")).isZero();
    }

    private RecordMetadata write(String key, String value) throws Exception {
        return team.send(new ProducerRecord<>("mentions", key, value.getBytes(UTF_8))).get();
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", 2_000_000));
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static UUID idOf(Found found) {
        return found.id() == null ? new UUID(0, 0) : UUID.fromString(found.id());
    }
}
