package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.Eventually.eventually;
import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertTold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.verify.clients.Device;
import dev.beckon.verify.clients.MentionRecords;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes again changes nothing: neither the inbox nor what a device is told. */
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
        String record = MentionRecords.mention(id, "once", alice);

        for (int i = 0; i < 10; i++) {
            beckon.records().write(id.toString(), record);
        }
        beckon.records().write(id.toString(), MentionRecords.mention(UUID.randomUUID(), "after it", alice));

        assertOneNotificationAndOneFrame();
    }

    @Test
    void a_record_written_again_after_it_was_stored_is_not_told_again() throws Exception {
        UUID id = UUID.randomUUID();
        String record = MentionRecords.mention(id, "once", alice);
        beckon.records().write(id.toString(), record);
        eventually(() -> assertTold(device.view(), List.of("once")));

        for (int i = 0; i < 9; i++) {
            beckon.records().write(id.toString(), record);
        }
        beckon.records().write(id.toString(), MentionRecords.mention(UUID.randomUUID(), "after it", alice));

        assertOneNotificationAndOneFrame();
    }

    @Test
    void records_written_again_in_another_order_and_on_other_partitions_are_not_told_again() throws Exception {
        List<String> records = IntStream.range(0, 20)
                .mapToObj(i -> MentionRecords.mention(UUID.randomUUID(), "mention " + i, alice))
                .toList();
        List<String> told = IntStream.range(0, 20).mapToObj(i -> "mention " + i).toList();

        for (String record : records) {
            beckon.records().write(alice, record);
        }
        for (String record : records.reversed()) {
            beckon.records().write(UUID.randomUUID().toString(), record);
        }
        beckon.mentions().post("after it", alice);

        eventually(() -> assertTold(device.view(), Stream.concat(told.stream(), Stream.of("after it")).toList()));
        eventually(() -> assertExact(device.view(), beckon.inboxes(), alice));
        assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(21);
    }

    private void assertOneNotificationAndOneFrame() {
        eventually(() -> assertTold(device.view(), List.of("once", "after it")));
        assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(2);
        assertThat(beckon.inboxes().notifications(alice)).hasSize(2);
        assertExact(device.view(), beckon.inboxes(), alice);
    }
}
