package dev.beckon.notification.ingest;

import static dev.beckon.notification.KafkaClient.json;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.RedisListener;
import dev.beckon.notification.SecondConsumer;
import dev.beckon.notification.Servers;
import dev.beckon.testservers.ServiceManagement;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One inbox is locked by hand: its lane waits, and nothing else does. */
@OnServers
class IsolationIT {

    static final Duration LOCKED = Duration.ofSeconds(30);

    /** Above PostgreSQL's lock_timeout in NotificationStore, for which others wait at most once; far below the time of the lock. */
    static final Duration AS_EVER = Duration.ofSeconds(2);

    final KafkaClient kafka = new KafkaClient();
    final String locked = Mentions.newUser();
    final List<UUID> toLocked = new ArrayList<>();
    final List<String> others = Stream.generate(Mentions::newUser).filter(user -> Lane.of(user) != Lane.of(locked)).limit(20).toList();
    final int lettersBefore = kafka.deadLetters().size();

    @BeforeEach
    void the_inbox_exists() {
        sendToLocked(1);
        soon().untilAsserted(() -> assertThat(new Api(locked).state().unread()).isEqualTo(1));
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
    }

    @AfterEach
    void the_mentions_of_the_locked_inbox_arrive_in_order_and_nothing_was_set_aside() {
        within(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(new Api(locked).state().unread()).isEqualTo(toLocked.size()));
        assertThat(Database.rows("SELECT mention_id FROM notification WHERE recipient_id = '%s' ORDER BY seq".formatted(locked)))
                .containsExactlyElementsOf(toLocked.stream().map(UUID::toString).toList());
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        assertThat(kafka.deadLetters()).hasSize(lettersBefore);
        kafka.close();
    }

    @Test
    void mentions_of_others_in_the_same_Kafka_partition_arrive_as_ever() throws IOException, SQLException {
        List<Duration> delays = new ArrayList<>();
        try (RedisListener listener = RedisListener.subscribe(others.toArray(String[]::new));
                Database.Lock _ = Database.lockInbox(locked)) {
            long until = System.nanoTime() + LOCKED.toNanos();
            for (int i = 1; System.nanoTime() < until; i++) {
                int expected = i;
                if (i % 10 == 1) { // few enough for the backlog of the partition
                    sendToLocked(1);
                }
                long started = System.nanoTime();
                send(others.get(i % others.size()));
                soon().pollInterval(Duration.ofMillis(1)).until(() -> listener.frames().size() == expected);
                delays.add(Duration.ofNanos(System.nanoTime() - started));
            }
            assertThat(waitingLanes()).isOne();
            assertThat(new Api(others.getFirst()).state().unread()).isPositive();
            assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200);
        }

        delays.sort(null);
        System.out.printf("Beside a locked inbox, %d mentions: p50 %d ms, p99 %d ms, max %d ms%n", delays.size(),
                delays.get(delays.size() / 2).toMillis(), delays.get(delays.size() * 99 / 100).toMillis(), delays.getLast().toMillis());
        assertThat(delays).hasSizeGreaterThan(100);
        assertThat(delays.getLast()).isLessThan(AS_EVER);
        soon().untilAsserted(() -> assertThat(waitingLanes()).isZero());
    }

    @Test
    void mentions_of_others_in_the_same_batch_are_stored_and_the_offset_stays_before_the_waiting_one() throws SQLException {
        try (Database.Lock _ = Database.lockInbox(locked)) {
            List<byte[]> batch = new ArrayList<>();
            others.forEach(other -> batch.add(json(Mentions.of(other))));
            MentionCreated waiting = Mentions.of(locked, others.getFirst());
            toLocked.add(waiting.id());
            batch.add(1, json(waiting));
            kafka.sendTogether(batch);

            within(AS_EVER).untilAsserted(() -> others.forEach(other -> assertThat(new Api(other).state().unread())
                    .isEqualTo(other.equals(others.getFirst()) ? 2 : 1)));
            soon().untilAsserted(() -> assertThat(kafka.lag()).as("the offset is committed up to the waiting one").isEqualTo(others
                    .size()));
        }
    }

    @Test
    void a_full_backlog_pauses_its_partition_only() throws SQLException {
        int share = ReadPositions.MAX_RECORDS / kafka.partitions();
        double before = consumed();
        try (Database.Lock _ = Database.lockInbox(locked)) {
            sendToLocked(2 * share);
            soon().untilAsserted(() -> assertThat(consumed() - before).isGreaterThanOrEqualTo(share));

            for (int i = 0; i < 100; i++) {
                String other = others.get(i % others.size());
                kafka.send(new ProducerRecord<>(Servers.LANES, 1, null, json(Mentions.of(other))));
            }
            within(AS_EVER).untilAsserted(() -> others.forEach(other -> assertThat(new Api(other).state().unread()).isEqualTo(5)));
            assertThat(consumed() - before - 100).isBetween((double) share, share + 500.0);
        }
    }

    @Test
    void when_another_process_takes_the_partition_nothing_is_lost_doubled_or_swapped() throws SQLException {
        try (Database.Lock _ = Database.lockInbox(locked); SecondConsumer other = new SecondConsumer()) {
            sendToLocked(20);
            others.forEach(this::send);

            within(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(other.partitions()).isNotEmpty());
        } // the other consumer ends without a commit

        within(Duration.ofSeconds(60)).untilAsserted(() -> others.forEach(other -> assertThat(new Api(other).state().unread()).isEqualTo(
                1)));
    }

    /** In the partition of {@link KafkaClient#sendTogether}. */
    private void sendToLocked(int count) {
        List<MentionCreated> mentions = IntStream.range(0, count).mapToObj(_ -> Mentions.of(locked)).toList();
        mentions.forEach(mention -> toLocked.add(mention.id()));
        kafka.sendTogether(mentions.stream().map(KafkaClient::json).toList());
    }

    private void send(String other) {
        kafka.send(new ProducerRecord<>(Servers.LANES, 0, null, json(Mentions.of(other))));
    }

    private static double waitingLanes() {
        return ServiceManagement.metric("beckon_ingest_lanes_waiting");
    }

    private static double consumed() {
        return ServiceManagement.metric("kafka_consumer_fetch_manager_records_consumed_total{");
    }
}
