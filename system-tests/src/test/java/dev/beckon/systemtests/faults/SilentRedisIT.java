package dev.beckon.systemtests.faults;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testservers.TcpProxy.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Redis runs, and loses the messages that services publish. */
@SystemTest
class SilentRedisIT {

    final Beckon beckon;
    final String alice;

    SilentRedisIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void news_that_it_loses_on_the_way_to_a_gateway_come_with_the_next_comparison() {
        Device device = beckon.device(1, alice);
        beckon.mentions().post("before", alice);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        try (Outage _ = beckon.outages().network("gateway-1 to redis", Mode.DROP_MESSAGES)) {
            beckon.mentions().post("lost 1", alice);
            beckon.mentions().post("lost 2", alice);

            soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "lost 1", "lost 2")));
        }
        beckon.mentions().post("after", alice);

        soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "lost 1", "lost 2", "after")));
        assertExact(device.view(), beckon.inboxes(), alice);
    }

    @Test
    void the_first_news_after_some_that_it_lost_brings_those_before_itself() {
        Device device = beckon.device(1, alice);
        beckon.mentions().post("before", alice);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        try (Outage _ = beckon.outages().network("gateway-1 to redis", Mode.DROP_MESSAGES)) {
            beckon.mentions().post("lost", alice);
            soon().untilAsserted(() -> assertExact(beckon.device(2, alice).view(), beckon.inboxes(), alice));
        }
        beckon.mentions().post("after", alice);

        soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "lost", "after")));
    }

    @Test
    void when_it_drops_all_subscribers_they_subscribe_again_and_miss_nothing() {
        Device device = beckon.device(1, alice);
        beckon.mentions().post("before", alice);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before")));

        beckon.outages().killSubscriptions();
        beckon.mentions().post("during", alice);
        beckon.outages().killSubscriptions();
        beckon.mentions().post("after", alice);

        soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "during", "after")));
        soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
    }
}
