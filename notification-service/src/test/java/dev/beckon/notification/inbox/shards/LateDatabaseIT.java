package dev.beckon.notification.inbox.shards;

import static dev.beckon.notification.TwoDatabases.userOfFirst;
import static dev.beckon.notification.TwoDatabases.userOfSecond;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.TwoDatabases;
import dev.beckon.notification.TwoDatabases.Second;
import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.TcpProxy.Mode;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service starts while one of two servers is away, which has no tables yet. */
@OnServers
@TestProfile(LateDatabaseIT.OneIsAway.class)
class LateDatabaseIT {

    public static class OneIsAway extends TwoDatabases {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Away.class));
        }
    }

    public static class Away extends Second {

        @Override
        public Map<String, String> start() {
            Map<String, String> config = super.start();
            proxy.set(Mode.CUT);
            return config;
        }
    }

    @Test
    void the_lanes_of_the_other_server_are_served_and_the_late_one_is_migrated_when_it_comes() {
        String first = userOfFirst();
        String second = userOfSecond();
        try (KafkaClient kafka = new KafkaClient()) {
            kafka.send(Mentions.of(first));
            within(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(new Api(first).state().unread()).isEqualTo(1));
            kafka.send(Mentions.of(second));
            assertThat(new Api(second).request().get("/inbox/{user}", second).statusCode()).isEqualTo(503);
            assertThat(ServiceManagement.get("/q/health/ready").statusCode()).isEqualTo(200);
            assertThat(Database.rows(Second.postgres, "SELECT 1 FROM pg_tables WHERE tablename = 'inbox'")).isEmpty();

            Second.proxy.set(Mode.PASS);

            within(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(new Api(second).state().unread()).isEqualTo(1));
        }
    }
}
