package dev.beckon.notification;

import static dev.beckon.notification.OutageIT.RECOVERY;
import static dev.beckon.notification.OutageIT.abandoned;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.TcpProxy.Mode;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that fall silent while their connections stay open, and answer again on new connections only. */
@OnServers
class SilenceIT {

    /** Several times the allowed silence of a connection in these tests. TCP would take 15 minutes. */
    static final Duration GIVEN_UP = Duration.ofSeconds(60);

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();
    final Api api = new Api(ada);

    @AfterEach
    void mend() {
        Servers.toPostgres.set(Mode.PASS);
        Servers.toRedis.set(Mode.PASS);
        within(RECOVERY).untilAsserted(() -> assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200));
        kafka.close();
    }

    @Test
    void calls_to_a_silent_PostgreSQL_are_answered_in_time_and_its_connections_are_given_up() {
        kafka.send(Mentions.of(ada));
        soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(1));
        Servers.toPostgres.set(Mode.UNREACHABLE);
        kafka.send(Mentions.of(ada));

        assertThat(api.request().get("/inbox/{user}", ada).statusCode()).isEqualTo(503);
        assertThat(ServiceManagement.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(503);

        Servers.toPostgres.set(Mode.PASS);
        within(GIVEN_UP).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(2));
        assertThat(Database.brokenInboxes(ada)).isEmpty();
    }

    @Test
    void a_batch_counts_as_read_only_after_it_is_published_or_given_up_and_a_silent_Redis_is_left() throws IOException {
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        double before = abandoned();
        Servers.toRedis.set(Mode.UNREACHABLE);

        kafka.send(Mentions.of(ada));
        soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(1));
        for (long lag = kafka.lag(); abandoned() == before; lag = kafka.lag()) {
            assertThat(lag).as("while Redis is waited for").isEqualTo(1);
        }
        assertThat(ServiceManagement.get("/q/health/live").statusCode()).isEqualTo(200);
        assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200);
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());

        Servers.toRedis.set(Mode.PASS);
        try (RedisListener listener = RedisListener.subscribe(ada)) {
            within(GIVEN_UP).untilAsserted(() -> {
                kafka.send(Mentions.of(ada));
                assertThat(listener.frames()).isNotEmpty();
            });
        }
    }
}
