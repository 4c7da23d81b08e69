package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Redis is only a hint: without it news come later, and nothing else changes. */
@SystemTest
class RedisLossIT {

    static final List<Integer> GATEWAYS = List.of(1, 2, 3);

    final Beckon beckon;
    final String alice;

    RedisLossIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void mentions_posted_around_an_outage_arrive_once_and_in_order() {
        Device first = beckon.device(1, alice);
        Device second = beckon.device(2, alice);
        beckon.mentions().post("before", alice);

        try (Outage _ = beckon.outages().redis()) {
            beckon.mentions().post("during 1", alice);
            beckon.mentions().post("during 2", alice);
        }
        beckon.mentions().post("after", alice);

        for (Device device : List.of(first, second)) {
            soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "during 1", "during 2", "after")));
            soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
        }
    }

    @Test
    void while_it_is_away_everything_arrives_within_the_reconcile_interval() {
        Device first = beckon.device(1, alice);
        Device second = beckon.device(2, alice);

        try (Outage _ = beckon.outages().redis()) {
            beckon.mentions().post("without Redis", alice);
            soon().untilAsserted(() -> assertNews(first.view(), List.of("without Redis")));
            assertThat(first.push("mark_all_read", Map.of()).isOk()).isTrue();

            for (Device device : List.of(first, second)) {
                soon().untilAsserted(() -> assertThat(device.view().unread()).isZero());
                assertNews(device.view(), List.of("without Redis"));
            }
        }
    }

    @Test
    void after_it_news_come_at_once_again() throws IOException {
        PhoenixClient client = beckon.connect(1, alice);
        client.join("notifications:" + alice, Map.of());

        beckon.outages().redis().close();

        // Comparisons alone, one every two seconds, would take twenty seconds.
        within(AFTER_RESTART).untilAsserted(() -> assertThat(tenMentionsOneAfterTheOther(client)).isLessThan(Duration.ofSeconds(10)));
    }

    @Test
    void an_inbox_is_joined_while_it_is_away() {
        beckon.mentions().post("before", alice);
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(1));

        Device device;
        try (Outage _ = beckon.outages().redis()) {
            device = beckon.startDevice(1, alice);
            beckon.mentions().post("during", alice);
        }

        device.awaitJoined();
        soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
        soon().untilAsserted(() -> assertThat(device.view().unread()).isEqualTo(2));
    }

    @Test
    void a_blocked_user_stays_out_though_Redis_has_lost_all_its_data() throws Exception {
        assertThat(operate("PUT", "/blocks/" + alice)).isEqualTo(204);
        assertKeptOutEverywhere();

        beckon.outages().redisLosesAllData();

        assertKeptOutEverywhere();
        assertThat(operate("DELETE", "/blocks/" + alice)).isEqualTo(204);
        for (int gateway : GATEWAYS) {
            soon().untilAsserted(() -> beckon.connect(gateway, alice).close());
        }
    }

    private void assertKeptOutEverywhere() {
        for (int gateway : GATEWAYS) {
            soon().untilAsserted(() -> assertThatThrownBy(() -> beckon.connect(gateway, alice)).hasMessageContaining("403"));
        }
    }

    private int operate(String method, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(beckon.gateway(1).resolve(path)).method(method, BodyPublishers.noBody())
                    .header("Authorization", "Bearer " + beckon.token("operator", "admin")).build(),
                    BodyHandlers.discarding()).statusCode();
        }
    }

    private Duration tenMentionsOneAfterTheOther(PhoenixClient client) {
        Instant start = Instant.now();
        for (int i = 0; i < 10; i++) {
            beckon.mentions().post("mention " + i, alice);
            client.expectPush("notifications:" + alice, "new_notification");
        }
        return Duration.between(start, Instant.now());
    }
}
