package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A mention with many recipients becomes several Kafka records, and one notification for each recipient. */
@SystemTest
class LargeMentionIT {

    private static final int RECIPIENTS = 2_000;
    private static final int ONLINE = 50;

    final Beckon beckon;

    LargeMentionIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void two_thousand_recipients_have_it_once_and_those_who_are_online_are_told_once() {
        String group = beckon.user("crowd");
        List<String> crowd = IntStream.range(0, RECIPIENTS).mapToObj(i -> group + "." + i).toList();
        Map<String, Device> online = new LinkedHashMap<>();
        crowd.stream().limit(ONLINE).forEach(user -> online.put(user, beckon.startDevice(1 + online.size() % 2, user)));
        online.values().forEach(Device::awaitJoined);

        UUID mention = beckon.mentions().post("to all of you", crowd);
        beckon.mentions().post("to those who are here", List.copyOf(online.keySet()));

        online.forEach((user, device) -> soon().untilAsserted(() -> assertNews(device.view(), List.of("to all of you",
                "to those who are here"))));
        online.forEach((user, device) -> assertExact(device.view(), beckon.inboxes(), user));
        soon().untilAsserted(() -> assertThat(stored(mention)).isEqualTo(RECIPIENTS));
        assertThat(beckon.database().count("SELECT count(*) FROM inbox WHERE starts_with(recipient_id, ?)"
                + " AND unread = seq AND unseen = seq AND rev = seq", group)).isEqualTo(RECIPIENTS);
        assertThat(beckon.database().count("SELECT sum(unread) FROM inbox WHERE starts_with(recipient_id, ?)", group))
                .isEqualTo(RECIPIENTS + ONLINE);
    }

    private long stored(UUID mention) {
        return beckon.database().count("SELECT count(*) FROM notification WHERE mention_id = ?", mention);
    }
}
