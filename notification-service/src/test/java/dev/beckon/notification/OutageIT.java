package dev.beckon.notification;

import static dev.beckon.notification.KafkaClient.json;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.MentionCreated;
import dev.beckon.testservers.ServiceManagement;
import io.restassured.response.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers go and come back: the service loses nothing, counts nothing twice and sets nothing aside. */
@OnServers
class OutageIT {

    /** Back-off grows to 5 s, and clients of Kafka and PostgreSQL need time to reconnect. */
    static final Duration RECOVERY = Duration.ofSeconds(90);

    /** What the service holds of one of three partitions, as in ReadPositions, and one poll. */
    static final int MAX_RECORDS = 4_000 / Servers.PARTITIONS + 500;

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();
    final Api api = new Api(ada);
    final int lettersBefore = kafka.deadLetters().size();

    @AfterEach
    void everything_is_back_and_nothing_was_set_aside() {
        Servers.postgres.start();
        Servers.redis.start();
        Servers.kafka.start();
        within(RECOVERY).untilAsserted(() -> assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200));
        assertThat(kafka.deadLetters()).hasSize(lettersBefore);
        assertThat(Database.brokenInboxes(ada)).isEmpty();
        kafka.close();
    }

    @Test
    void without_PostgreSQL_mentions_wait_and_calls_are_answered_503_in_time() {
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        Servers.postgres.stop();

        send(30);

        soon().untilAsserted(() -> assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(503));
        soon().untilAsserted(() -> assertThat(ServiceManagement.get("/q/health/ready").asString()).contains(
                "\"waiting for\": \"PostgreSQL\""));
        assertThat(ServiceManagement.get("/q/health/live").statusCode()).isEqualTo(200);
        Response refused = api.request().get("/inbox/{user}", ada);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.path("type").toString()).isEqualTo("/problems/unavailable");
        assertThat(kafka.lag()).isEqualTo(30);

        Servers.postgres.start();

        within(RECOVERY).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(30));
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
    }

    @Test
    void connections_that_break_in_the_middle_of_batches_lose_and_double_nothing() {
        List<MentionCreated> mentions = send(300);
        for (int i = 0; i < 20; i++) {
            Database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
            mentions.subList(i * 10, i * 10 + 10).forEach(kafka::send);
        }

        within(RECOVERY).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(300));
    }

    @Test
    void a_PostgreSQL_that_does_not_answer_is_as_good_as_away() throws SQLException {
        send(1);
        soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(1));
        Set<String> members = kafka.members();
        try (Database.Lock _ = Database.lock("inbox")) {
            send(5);

            assertThat(api.request().get("/inbox/{user}", ada).statusCode()).isEqualTo(503);
            assertThat(api.request().post("/inbox/{user}/seen", ada).statusCode()).isEqualTo(503);
        }

        within(RECOVERY).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(6));
        assertThat(kafka.members()).as("no member was evicted for taking longer than between two polls").isEqualTo(members);
    }

    @Test
    void an_outage_reads_no_more_from_Kafka_than_its_backlog_may_hold() {
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        double before = consumed();
        Servers.postgres.stop();

        send(3_000);

        soon().untilAsserted(() -> assertThat(consumed()).isGreaterThan(before));
        assertThat(api.request().get("/inbox/{user}", ada).statusCode()).isEqualTo(503); // lasts long enough to read all records
        assertThat(consumed() - before).isLessThanOrEqualTo(MAX_RECORDS);

        Servers.postgres.start();
        within(RECOVERY).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(3_000));
    }

    @Test
    void without_Redis_mentions_are_stored_and_inboxes_answered_and_then_published_again() throws IOException {
        double abandoned = abandoned();
        Servers.redis.stop();

        send(5);

        within(RECOVERY).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(5));
        within(RECOVERY).untilAsserted(() -> assertThat(abandoned()).isGreaterThan(abandoned));
        assertThat(api.seen().unseen()).isZero();
        assertThat(ServiceManagement.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThat(ServiceManagement.get("/q/health/ready").asString()).contains("\"state\": \"away\"");

        Servers.redis.start();
        try (RedisListener listener = RedisListener.subscribe(ada)) {
            within(RECOVERY).untilAsserted(() -> {
                send(1);
                assertThat(listener.frames()).isNotEmpty();
            });
            assertThat(listener.frames().getFirst().revisions().previous()).isGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void without_Kafka_inboxes_are_answered_and_consumption_goes_on_when_it_is_back() {
        send(3);
        soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(3));
        Servers.kafka.stop();

        assertThat(api.seen().unseen()).isZero();
        assertThat(ServiceManagement.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200);

        Servers.kafka.start();
        send(3);
        within(RECOVERY).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(6));
    }

    private List<MentionCreated> send(int count) {
        List<MentionCreated> mentions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mentions.add(Mentions.of(UUID.randomUUID(), List.of(ada)));
        }
        kafka.sendTogether(mentions.stream().map(mention -> json(mention)).toList());
        return mentions;
    }

    static double abandoned() {
        return ServiceManagement.metric("beckon_publish_abandoned_total");
    }

    private static double consumed() {
        return ServiceManagement.metric("kafka_consumer_fetch_manager_records_consumed_total{");
    }
}
