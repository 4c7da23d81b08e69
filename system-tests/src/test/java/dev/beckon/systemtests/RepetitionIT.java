package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.KafkaMentions;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A repeated request or record changes neither the inbox nor the frames that a device receives. */
@SystemTest
class RepetitionIT {

    final Beckon beckon;
    final String alice;

    RepetitionIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    Device device;

    @BeforeEach
    void alice_is_online() {
        device = beckon.device(1, alice);
    }

    @Test
    void a_post_repeated_ten_times_with_its_key_is_one_notification() {
        String key = UUID.randomUUID().toString();

        List<String> answers = IntStream.range(0, 10)
                .mapToObj(_ -> beckon.mentions().tryPost(key, "once", List.of(alice)))
                .peek(response -> assertThat(response.statusCode()).isEqualTo(202))
                .map(HttpResponse::body)
                .toList();
        beckon.mentions().post("after it", alice);

        assertThat(answers).containsOnly(answers.getFirst());
        assertOneNotificationAndOneFrame();
    }

    @Test
    void a_record_written_ten_times_is_one_notification() throws Exception {
        UUID id = UUID.randomUUID();
        String record = KafkaMentions.mention(id, "once", alice);

        for (int i = 0; i < 10; i++) {
            beckon.records().write(id.toString(), record);
        }
        beckon.records().write(id.toString(), KafkaMentions.mention(UUID.randomUUID(), "after it", alice));

        assertOneNotificationAndOneFrame();
    }

    @Test
    void a_record_written_again_after_it_was_stored_is_not_told_again() throws Exception {
        UUID id = UUID.randomUUID();
        String record = KafkaMentions.mention(id, "once", alice);
        beckon.records().write(id.toString(), record);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("once")));

        for (int i = 0; i < 9; i++) {
            beckon.records().write(id.toString(), record);
        }
        beckon.records().write(id.toString(), KafkaMentions.mention(UUID.randomUUID(), "after it", alice));

        assertOneNotificationAndOneFrame();
    }

    @Test
    void records_written_again_in_another_order_and_on_other_partitions_are_not_told_again() throws Exception {
        List<String> records = IntStream.range(0, 20)
                .mapToObj(i -> KafkaMentions.mention(UUID.randomUUID(), "mention " + i, alice))
                .toList();
        List<String> expected = IntStream.range(0, 20).mapToObj(i -> "mention " + i).toList();

        for (String record : records) {
            beckon.records().write(alice, record);
        }
        for (String record : records.reversed()) {
            beckon.records().write(UUID.randomUUID().toString(), record);
        }
        beckon.mentions().post("after it", alice);

        soon().untilAsserted(() -> assertNews(device.view(), Stream.concat(expected.stream(), Stream.of("after it")).toList()));
        soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
        assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(21);
    }

    private void assertOneNotificationAndOneFrame() {
        soon().untilAsserted(() -> assertNews(device.view(), List.of("once", "after it")));
        assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(2);
        assertThat(beckon.inboxes().notifications(alice)).hasSize(2);
        assertExact(device.view(), beckon.inboxes(), alice);
    }
}
