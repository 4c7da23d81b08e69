package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** notification-service dies in the middle of its work, or hangs. */
@SystemTest
class NotificationServiceOutageIT {

    final Beckon beckon;
    final String alice;

    NotificationServiceOutageIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void killed_among_many_mentions_it_stores_and_tells_each_once() {
        Device device = beckon.device(1, alice);
        List<String> posted = IntStream.range(0, 100).mapToObj(i -> "mention " + i).toList();

        posted.subList(0, 50).forEach(excerpt -> beckon.mentions().post(excerpt, alice));
        try (Outage _ = beckon.outages().killed("notification-1")) {
            posted.subList(50, 100).forEach(excerpt -> beckon.mentions().post(excerpt, alice));
        }

        within(AFTER_RESTART).untilAsserted(() -> assertNews(device.view(), posted));
        soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
        assertThat(device.view().unread()).isEqualTo(100);
    }

    @Test
    void while_it_hangs_a_join_gets_a_reason_and_works_later() throws IOException {
        PhoenixClient client = beckon.connect(1, alice);

        try (Outage _ = beckon.outages().paused("notification-1")) {
            assertThat(client.join("notifications:" + alice, Map.of()).reason()).isEqualTo("unavailable");
        }

        within(AFTER_RESTART).untilAsserted(() -> assertThat(client.join("notifications:" + alice, Map.of()).isOk()).isTrue());
    }

    @Test
    void mentions_posted_while_it_hangs_arrive_when_it_goes_on() {
        Device device = beckon.device(2, alice);

        try (Outage _ = beckon.outages().paused("notification-1")) {
            beckon.mentions().post("during", alice);
        }
        beckon.mentions().post("after", alice);

        within(AFTER_RESTART).untilAsserted(() -> assertNews(device.view(), List.of("during", "after")));
        soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
    }
}
