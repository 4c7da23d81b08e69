package dev.beckon.notification.ingest;

import static dev.beckon.notification.KafkaClient.json;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.RedisListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a record on Kafka to the inbox's row and the frame on Redis. */
@OnServers
class IngestIT {

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();
    final String bob = Mentions.newUser();

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void a_mention_is_stored_for_each_recipient_and_published_as_what_REST_answers() throws IOException {
        try (RedisListener listener = RedisListener.subscribe(ada, bob)) {
            kafka.send(Mentions.of(ada, bob));

            soon().untilAsserted(() -> assertThat(listener.frames()).hasSize(2));
            RedisListener.Received frame = listener.frames().stream()
                    .filter(one -> one.channel().equals("beckon:notifications:" + ada)).findFirst().orElseThrow();
            soon().untilAsserted(() -> assertThat(new Api(ada).notifications("").statusCode()).isEqualTo(200));
            JsonNode stored = tree(new Api(ada).notifications("").asString()).path("notifications").get(0);
            Revisions revisions = frame.revisions();
            assertThat(frame.event()).isEqualTo("new_notification");
            assertThat(revisions.previous()).isZero();
            assertThat(revisions.rev()).isEqualTo(1);
            assertThat(tree(frame.payload())).isEqualTo(tree(("{\"notification\":%s,\"unread\":1,\"unseen\":1,"
                    + "\"seq\":1,\"rev\":1,\"epoch\":\"%s\",\"read_up_to\":0}").formatted(stored, revisions.epoch())));
            assertThat(frame.payload()).as("compact").startsWith("{\"notification\":{\"id\":\"").doesNotContain("\": ");
        }
    }

    @Test
    void mentions_of_one_batch_are_published_in_order_with_the_counts_after_each() throws IOException {
        try (RedisListener listener = RedisListener.subscribe(ada)) {
            List<byte[]> mentions = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                mentions.add(json(Mentions.of(ada)));
            }
            kafka.sendTogether(mentions);

            soon().untilAsserted(() -> assertThat(listener.frames()).hasSize(50));
            for (int i = 0; i < 50; i++) {
                assertThat(listener.frames().get(i).revisions().previous()).isEqualTo(i);
                assertThat(listener.frames().get(i).payload()).contains("\"unread\":%d,".formatted(i + 1));
            }
        }
    }

    @Test
    void a_record_consumed_ten_times_is_one_notification_and_count_one() throws IOException {
        try (RedisListener listener = RedisListener.subscribe(ada)) {
            MentionCreated mention = Mentions.of(ada);
            for (int i = 0; i < 10; i++) {
                kafka.send(mention);
            }

            soon().untilAsserted(() -> assertThat(listener.frames().size()).isGreaterThan(1));
            soon().untilAsserted(() -> assertThat(listener.frames().getLast().event()).isEqualTo("stale"));
            kafka.send(Mentions.of(ada));
            soon().untilAsserted(() -> assertThat(new Api(ada).state().unread()).isEqualTo(2));
            assertThat(listener.frames()).filteredOn(frame -> frame.event().equals("new_notification"))
                    .extracting(frame -> frame.revisions().rev()).containsSubsequence(1L).doesNotHaveDuplicates();
            assertThat(listener.frames()).filteredOn(frame -> frame.event().equals("stale"))
                    .allMatch(frame -> frame.revisions().rev() == 1 && frame.payload().equals("{}"));
        }
    }

    @Test
    void two_thousand_recipients_in_four_parts_get_one_notification_each() {
        List<String> users = Mentions.newUsers(2_000);
        UUID id = UUID.randomUUID();
        for (int part = 0; part < 4; part++) {
            kafka.send(id + "/" + part, json(Mentions.of(id, users.subList(part * 500, part * 500 + 500))));
            kafka.send(id + "/" + part, json(Mentions.of(id, users.subList(part * 500, part * 500 + 500))));
        }

        String prefix = users.getFirst().substring(0, 41);
        soon().untilAsserted(() -> assertThat(Database.count(
                "SELECT count(*) FROM inbox WHERE starts_with(recipient_id, '%s') AND unread = 1".formatted(prefix)))
                .isEqualTo(2_000));
        assertThat(Database.brokenInboxes(prefix)).isEmpty();
    }

    @Test
    void offsets_are_committed_when_all_before_them_is_stored() {
        for (int i = 0; i < 10; i++) {
            kafka.send(Mentions.of(ada));
        }

        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        assertThat(new Api(ada).state().unread()).isEqualTo(10);
    }

    @Test
    void a_lone_mention_waits_for_no_other() throws IOException {
        List<Duration> delays = new ArrayList<>();
        try (RedisListener listener = RedisListener.subscribe(ada)) {
            for (int i = 1; i <= 100; i++) {
                int expected = i;
                long started = System.nanoTime();
                kafka.send(Mentions.of(ada));
                soon().pollInterval(Duration.ofNanos(100_000)).until(() -> listener.frames().size() == expected);
                delays.add(Duration.ofNanos(System.nanoTime() - started));
            }
        }

        delays.sort(null);
        System.out.printf("Kafka to Redis: p50 %.1f ms, p99 %.1f ms%n",
                delays.get(50).toNanos() / 1e6, delays.get(98).toNanos() / 1e6);
    }

    private static JsonNode tree(String json) throws IOException {
        return new ObjectMapper().readTree(json);
    }
}
