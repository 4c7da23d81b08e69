package dev.beckon.notification;

import static dev.beckon.notification.Eventually.assertThatSoon;
import static dev.beckon.notification.Eventually.assertThatWithin;
import static dev.beckon.notification.OutageIT.RECOVERY;
import static dev.beckon.notification.OutageIT.abandoned;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that fall silent while their connections stay open, and are back for new connections only. */
@OnServers
class SilenceIT {

    /** Several times what a connection may be silent in these tests. TCP would take 15 minutes. */
    static final Duration GIVEN_UP = Duration.ofSeconds(60);

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();
    final Api api = new Api(ada);

    @AfterEach
    void mend() {
        Servers.toPostgres.mend();
        Servers.toRedis.mend();
        assertThatWithin(RECOVERY, () -> assertThat(get("/q/health/ready").statusCode()).isEqualTo(200));
        kafka.close();
    }

    @Test
    void calls_to_a_silent_PostgreSQL_are_answered_in_time_and_its_connections_are_given_up() {
        kafka.send(Mentions.of(ada));
        assertThatSoon(() -> assertThat(api.state().unread()).isEqualTo(1));
        Servers.toPostgres.cut();
        kafka.send(Mentions.of(ada));

        assertThat(api.request().get("/inbox/{user}", ada).statusCode()).isEqualTo(503);
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(503);

        Servers.toPostgres.mend();
        assertThatWithin(GIVEN_UP, () -> assertThat(api.state().unread()).isEqualTo(2));
        assertThat(Database.brokenInboxes(ada)).isEmpty();
    }

    @Test
    void a_batch_counts_as_read_only_after_it_is_published_or_given_up_and_a_silent_Redis_is_left() throws IOException {
        assertThatSoon(() -> assertThat(kafka.lag()).isZero());
        double before = abandoned();
        Servers.toRedis.cut();

        kafka.send(Mentions.of(ada));
        assertThatSoon(() -> assertThat(api.state().unread()).isEqualTo(1));
        for (long lag = kafka.lag(); abandoned() == before; lag = kafka.lag()) {
            assertThat(lag).as("while Redis is waited for").isEqualTo(1);
        }
        assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
        assertThatSoon(() -> assertThat(kafka.lag()).isZero());

        Servers.toRedis.mend();
        try (RedisListener listener = RedisListener.subscribe(ada)) {
            assertThatWithin(GIVEN_UP, () -> {
                kafka.send(Mentions.of(ada));
                return assertThat(listener.frames()).isNotEmpty();
            });
        }
    }
}
