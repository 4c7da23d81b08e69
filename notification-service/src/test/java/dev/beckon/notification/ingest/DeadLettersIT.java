package dev.beckon.notification.ingest;

import static dev.beckon.notification.KafkaClient.json;
import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.DeadLetterHeaders;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.Servers;
import dev.beckon.testservers.ServiceManagement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnServers
class DeadLettersIT {

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();
    final String marker = UUID.randomUUID().toString();

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void a_bad_record_goes_alone_with_its_bytes_its_reason_and_its_origin() {
        byte[] garbage = ("{\"id\": \0\u00ff " + marker).getBytes(UTF_8);
        var record = new ProducerRecord<>(Servers.LANES, 0, 1_700_000_000_000L, ("key " + marker).getBytes(UTF_8), garbage);
        record.headers().add("trace", "abc".getBytes(UTF_8));

        RecordMetadata sent = kafka.send(record);

        ConsumerRecord<byte[], byte[]> letter = onlyLetter();
        assertThat(letter.value()).isEqualTo(garbage);
        assertThat(letter.key()).isEqualTo(record.key());
        assertThat(header(letter, "trace")).isEqualTo("abc");
        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("the document is not UTF-8 text");
        assertThat(header(letter, DeadLetterHeaders.CAUSE)).isEqualTo("unreadable");
        assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(Servers.LANES);
        assertThat(header(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
        assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo(Long.toString(sent.offset()));
        assertThat(header(letter, DeadLetterHeaders.TIMESTAMP)).isEqualTo("1700000000000");
        assertThat(letter.headers()).extracting(header -> header.key()).noneMatch(key -> key.startsWith("__"));
    }

    @Test
    void a_record_that_the_router_could_not_read_names_its_place_on_the_public_topic() {
        var record = new ProducerRecord<>(Servers.LANES, 0, ("key " + marker).getBytes(UTF_8), marker.getBytes(UTF_8));
        Map<String, String> origin = Map.of(DeadLetterHeaders.TOPIC, "mentions", DeadLetterHeaders.PARTITION, "41",
                DeadLetterHeaders.OFFSET, "4711", DeadLetterHeaders.TIMESTAMP, "1700000000000");
        origin.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));

        kafka.send(record);

        ConsumerRecord<byte[], byte[]> letter = onlyLetter();
        assertThat(letter.key()).isEqualTo(record.key());
        origin.forEach((name, value) -> assertThat(letter.headers().headers(name)).singleElement()
                .satisfies(header -> assertThat(new String(header.value(), UTF_8)).isEqualTo(value)));
    }

    @Test
    void the_rest_of_its_batch_is_stored() {
        double before = counted();
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            batch.add(json(Mentions.of(ada)));
            batch.add("{\"marker\":\"%s\"}".formatted(marker).getBytes(UTF_8));
        }

        kafka.sendTogether(batch);

        soon().untilAsserted(() -> assertThat(new Api(ada).state().unread()).isEqualTo(20));
        soon().untilAsserted(() -> assertThat(letters()).hasSize(20));
        assertThat(letters()).extracting(letter -> header(letter, DeadLetterHeaders.REASON))
                .allSatisfy(reason -> assertThat(reason).startsWith("/actor is required; ").contains("/id is required"));
        assertThat(counted() - before).isEqualTo(20);
    }

    @Test
    void a_record_without_a_key_or_a_value() {
        RecordMetadata sent = kafka.send(new ProducerRecord<>(Servers.LANES, 0, null, null));

        soon().untilAsserted(() -> assertThat(kafka.deadLetters()).anyMatch(letter -> letter.key() == null
                && letter.value() == null
                && header(letter, DeadLetterHeaders.OFFSET).equals(Long.toString(sent.offset()))
                && header(letter, DeadLetterHeaders.REASON).equals("the document is empty")));
    }

    @Test
    void a_record_that_only_PostgreSQL_refuses_is_found_and_goes_alone() {
        Database.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '22000'; END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON mention FOR EACH ROW WHEN (NEW.excerpt = 'refuse me')
                    EXECUTE FUNCTION refuse();
                """);
        try {
            List<byte[]> batch = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                batch.add(json(Mentions.of(ada)));
            }
            MentionCreated ok = Mentions.of(UUID.fromString(marker), List.of(ada));
            batch.add(17, json(new MentionCreated(
                    ok.id(), ok.actor(), ok.recipients(), ok.source(), "refuse me", ok.occurredAt())));

            kafka.sendTogether(batch);

            assertThat(header(onlyLetter(), DeadLetterHeaders.CAUSE)).isEqualTo("refused");
            assertThat(header(onlyLetter(), DeadLetterHeaders.REASON)).startsWith("PostgreSQL refuses it").contains("22000");
            soon().untilAsserted(() -> assertThat(new Api(ada).state().unread()).isEqualTo(30));
            assertThat(Database.brokenInboxes(ada)).isEmpty();
        } finally {
            Database.execute("DROP TRIGGER refuse ON mention; DROP FUNCTION refuse()");
        }
    }

    @Test
    void a_record_too_large_for_more_headers_leaves_its_origin() {
        int broker = 1_048_588; // Kafka's message.max.bytes: the batch as a whole
        RecordMetadata sent = kafka.send(new ProducerRecord<>(Servers.LANES, 0, null, new byte[broker - 70 - 5]));

        soon().untilAsserted(() -> assertThat(kafka.deadLetters()).anyMatch(letter -> letter.value() == null
                && header(letter, DeadLetterHeaders.OFFSET).equals(Long.toString(sent.offset()))
                && "true".equals(header(letter, DeadLetterHeaders.TRUNCATED))));
    }

    private ConsumerRecord<byte[], byte[]> onlyLetter() {
        soon().untilAsserted(() -> assertThat(letters()).hasSize(1));
        return letters().getFirst();
    }

    private List<ConsumerRecord<byte[], byte[]>> letters() {
        return kafka.deadLetters().stream()
                .filter(letter -> letter.value() != null && new String(letter.value(), UTF_8).contains(marker)).toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        var header = letter.headers().lastHeader(name);
        return header == null ? null : new String(Objects.requireNonNull(header.value()), UTF_8);
    }

    private static double counted() {
        return ServiceManagement.metric("beckon_dlq_records_total");
    }
}
