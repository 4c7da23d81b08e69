package dev.beckon.operator.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testservers.FreePort;
import dev.beckon.testservers.KafkaServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the commands on a real Kafka with dead letters in notification-service's form; each test has its own Kafka topic. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DlqIT {

    static final String UNREADABLE = "/id is missing";
    static final String REFUSED = "PostgreSQL refuses it: 22000";

    @TempDir
    static Path directory;

    static KafkaServer kafka;
    static KafkaProducer<byte[], byte[]> producer;
    static int tests;

    final String dlq = "dlq-" + ++tests;
    final String origin = "origin-" + tests;
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    @BeforeAll
    static void start() {
        kafka = KafkaServer.start(directory);
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", kafka.bootstrapServers(), "linger.ms", 0),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        kafka.close();
    }

    @BeforeEach
    void createTopics() {
        kafka.createTopic(dlq, 2, Map.of());
        kafka.createTopic(origin, 1, Map.of());
    }

    @Test
    void list_shows_the_newest_last_and_no_more_than_asked_for() throws Exception {
        for (int i = 0; i < 5; i++) {
            setAside(i % 2, "key " + i, "value", "unreadable", "reason " + i);
        }

        assertThat(run("list", "--limit", "3")).isZero();

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).matches("ID +SET ASIDE +CAUSE +ORIGIN +KEY +REASON");
        assertThat(lines.get(1)).matches("0-1 +2\\S+Z +unreadable +" + origin + "-0@7 +key 2 +reason 2");
        assertThat(lines.get(2)).startsWith("1-1 ").endsWith("reason 3");
        assertThat(lines.get(3)).startsWith("0-2 ").endsWith("reason 4");
    }

    @Test
    void list_by_reason_looks_at_all_of_them() throws Exception {
        setAside(0, "k", "v", "refused", REFUSED);
        setAside(0, "k", "v", "unreadable", UNREADABLE);

        assertThat(run("list", "--limit", "1", "--reason", "PostgreSQL")).isZero();
        assertThat(out.toString()).contains("0-0 ", REFUSED).doesNotContain(UNREADABLE);

        assertThat(run("list", "--reason", "else")).isZero();
        assertThat(out.toString()).isEqualTo("There are no dead letters with this reason.\n");
    }

    @Test
    void show_prints_headers_and_the_value_as_text_or_as_hex_and_moves_no_cursor() throws Exception {
        setAside(0, "k\u001b[2J", "{\"excerpt\":\n\"ü\"}", "refused", REFUSED);
        setAside(1, "k", "\u001b[2J\u0000", "unreadable", UNREADABLE);

        assertThat(run("show", "0")).isZero();
        assertThat(out.toString()).contains("dlq-cause: refused\n", "dlq-reason: " + REFUSED + "\n", "trace: abc\n",
                "key: 6b1b5b324a\n", "value: 17 bytes\n", "{\"excerpt\":\n\"ü\"}\n");
        assertThat(run("show", "1-0")).isZero();
        assertThat(out.toString()).contains("00000000  1b 5b 32 4a 00\n").doesNotContain("\u001b");
        assertThat(run("show", "0-9")).isOne();
        assertThat(err.toString()).isEqualTo("There is no dead letter 0-9, or no more. See dlq list.\n");
    }

    @Test
    void replay_gives_a_record_back_as_it_was_with_a_note_where_it_comes_from() throws Exception {
        setAside(1, "key", "value", "refused", REFUSED);

        assertThat(run("replay", "1-0")).isZero();

        assertThat(out.toString()).isEqualTo("1-0 replayed to %s-0@0\n1 replayed, 0 not\n".formatted(origin));
        assertThat(replayed()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("key".getBytes(UTF_8));
            assertThat(record.value()).isEqualTo("value".getBytes(UTF_8));
            assertThat(headers(record)).containsExactly("trace=abc", "replay-of=" + dlq + "-1@0");
        });
    }

    @Test
    void replay_goes_to_the_partition_of_origin_whatever_the_key() throws Exception {
        kafka.createTopic(origin + "-lanes", 64, Map.of());
        for (int lane = 0; lane < 5; lane++) {
            var letter = letter(0, Integer.toString(lane).getBytes(UTF_8), "value".getBytes(UTF_8), "refused", REFUSED);
            letter.headers().remove("dlq-topic").remove("dlq-partition").add("dlq-topic", (origin + "-lanes").getBytes(UTF_8))
                    .add("dlq-partition", Integer.toString(lane).getBytes(UTF_8));
            producer.send(letter).get();
        }

        assertThat(run("replay", "--all")).isZero();

        for (int lane = 0; lane < 5; lane++) {
            assertThat(out.toString()).contains("0-%d replayed to %s-lanes-%d@0\n".formatted(lane, origin, lane));
        }
    }

    @Test
    void replay_of_bytes_that_could_not_be_read_needs_force() throws Exception {
        setAside(0, "k", "{", "unreadable", UNREADABLE);

        assertThat(run("replay", "0")).isOne();
        assertThat(out.toString()).startsWith("0-0 not replayed: it cannot be stored (/id is missing)").contains("--force")
                .endsWith("0 replayed, 1 not\n");
        assertThat(replayed()).isEmpty();

        assertThat(run("replay", "0", "--force")).isZero();
        assertThat(replayed()).hasSize(1);
    }

    @Test
    void replay_of_what_is_not_there_or_was_too_large_or_comes_from_elsewhere_is_refused_even_with_force() throws Exception {
        var truncated = letter(0, null, null, "refused", REFUSED);
        truncated.headers().add("dlq-truncated", "true".getBytes(UTF_8));
        producer.send(truncated).get();
        producer.send(new ProducerRecord<>(dlq, 0, null, "foreign".getBytes(UTF_8))).get();

        assertThat(run("replay", "0", "1", "2", "--force")).isOne();

        assertThat(out.toString().lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("0-0 not replayed: it was too large").contains(origin + "-0@7"),
                line -> assertThat(line).startsWith("0-1 not replayed: it has no header dlq-topic"),
                line -> assertThat(line).isEqualTo("0-2 not replayed: there is no such dead letter, or no more"),
                line -> assertThat(line).isEqualTo("0 replayed, 3 not"));
        assertThat(replayed()).isEmpty();
    }

    @Test
    void replay_of_all_with_a_reason_leaves_the_others() throws Exception {
        setAside(0, "a", "v", "refused", REFUSED);
        setAside(1, "b", "v", "refused", REFUSED);
        setAside(0, "c", "v", "refused", "PostgreSQL refuses it: 23514");

        assertThat(run("replay", "--all", "--reason", "22000")).isZero();

        assertThat(replayed()).extracting(record -> new String(record.key(), UTF_8)).containsExactly("a", "b");
    }

    @Test
    void wrong_use_is_explained() throws Exception {
        assertThat(run("replay")).isEqualTo(2);
        assertThat(err.toString()).startsWith("Name the dead letters by their ids, or --all of them.");
        assertThat(run("replay", "--reason", "x", "0")).isEqualTo(2);
        assertThat(run("show", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("'x' is not the id of a dead letter: write 17, or 2-17");
        assertThat(run("list", "--limit", "0")).isEqualTo(2);
    }

    @Test
    void without_kafka_its_topic_or_its_address_the_message_says_what_to_do() throws Exception {
        assertThat(execute("list", "--bootstrap-servers", kafka.bootstrapServers(), "--topic", "nothing")).isOne();
        assertThat(err.toString()).contains("There is no Kafka topic 'nothing' at " + kafka.bootstrapServers(), "--topic");

        Path impatient = Files.writeString(directory.resolve("impatient"), "default.api.timeout.ms=500\nrequest.timeout.ms=400\n");
        String free = "127.0.0.1:" + FreePort.find();
        assertThat(execute("list", "--bootstrap-servers", free, "--command-config", impatient.toString())).isOne();
        assertThat(err.toString()).contains("Kafka at " + free + " does not answer").hasLineCount(1);

        assertThat(execute("list")).isOne();
        assertThat(err.toString()).contains("Name a Kafka with --bootstrap-servers HOST:PORT");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        return execute(Stream.concat(Arrays.stream(arguments),
                Stream.of("--bootstrap-servers", kafka.bootstrapServers(), "--topic", dlq)).toArray(String[]::new));
    }

    private int execute(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return new CommandLine(new DlqCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private void setAside(int partition, String key, String value, String cause, String reason) throws Exception {
        producer.send(letter(partition, key.getBytes(UTF_8), value.getBytes(UTF_8), cause, reason)).get();
    }

    private ProducerRecord<byte[], byte[]> letter(int partition, byte[] key, byte[] value, String cause, String reason) {
        var letter = new ProducerRecord<>(dlq, partition, key, value);
        letter.headers().add("trace", "abc".getBytes(UTF_8));
        letter.headers().add("dlq-reason", reason.getBytes(UTF_8));
        letter.headers().add("dlq-cause", cause.getBytes(UTF_8));
        letter.headers().add("dlq-topic", origin.getBytes(UTF_8));
        letter.headers().add("dlq-partition", "0".getBytes(UTF_8));
        letter.headers().add("dlq-offset", "7".getBytes(UTF_8));
        return letter;
    }

    private List<ConsumerRecord<byte[], byte[]>> replayed() {
        TopicPartition partition = new TopicPartition(origin, 0);
        try (var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            return Stream.generate(() -> consumer.poll(Duration.ofMillis(100)))
                    .flatMap(records -> records.records(partition).stream())
                    .limit(end)
                    .toList();
        }
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        return Arrays.stream(record.headers().toArray())
                .map((Header header) -> header.key() + "=" + new String(header.value(), UTF_8)).toList();
    }
}
