package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.MentionApi;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A mention is edited, taken back, and arrives where somebody looks at it: every device stays exact, and no text is left behind. */
@SystemTest
class EditAndRetractIT {

    final Beckon beckon;
    final MentionApi mentions;
    final String bob;
    final String cleo;
    final String key = "comment-" + UUID.randomUUID();
    final String first = "the first text of " + key;
    final String second = "the second text of " + key;

    EditAndRetractIT(Beckon beckon) {
        this.beckon = beckon;
        this.mentions = beckon.mentions();
        this.bob = beckon.user("bob");
        this.cleo = beckon.user("cleo");
    }

    @Test
    void an_edit_without_bob_and_with_cleo_takes_it_back_from_him_and_notifies_her_once_and_a_retraction_leaves_nothing() {
        Device phone = beckon.device(1, bob);
        Device laptop = beckon.device(2, bob);
        Device hers = beckon.device(3, cleo);
        assertThat(mentions.tryPost(key, first, List.of(bob)).statusCode()).isEqualTo(202);
        soon().untilAsserted(() -> assertThat(List.of(phone.view().unread(), laptop.view().unread())).containsExactly(1, 1));

        mentions.edit(key, 3, second, cleo);
        soon().untilAsserted(() -> assertThat(List.of(phone.view().unread(), laptop.view().unread())).containsExactly(0, 0));
        soon().untilAsserted(() -> assertNews(hers.view(), List.of(second)));

        for (int i = 0; i < 10; i++) {
            mentions.edit(key, 3, second, cleo);
            mentions.edit(key, 1 + i % 2, first, bob, cleo); // late
        }
        mentions.post("the next one", bob, cleo);
        soon().untilAsserted(() -> {
            assertNews(phone.view(), List.of(first, "the next one"));
            assertNews(laptop.view(), List.of(first, "the next one"));
            assertNews(hers.view(), List.of(second, "the next one"));
        });
        assertThat(texts(phone)).containsExactly("the next one");
        assertThat(texts(hers)).containsExactly("the next one", second);
        assertThat(beckon.database().tablesWith(first)).isEmpty();

        mentions.retract(key, 4);
        soon().untilAsserted(() -> assertThat(texts(hers)).containsExactly("the next one"));
        mentions.edit(key, 3, second, bob, cleo); // later than its retraction
        mentions.retract(key, 4);
        mentions.post("the last one", bob, cleo);
        soon().untilAsserted(() -> assertNews(hers.view(), List.of(second, "the next one", "the last one")));

        soon().untilAsserted(() -> {
            assertExact(phone.view(), beckon.inboxes(), bob);
            assertExact(laptop.view(), beckon.inboxes(), bob);
            assertExact(hers.view(), beckon.inboxes(), cleo);
        });
        assertThat(beckon.inboxes().state(cleo).unread()).isEqualTo(2);
        assertThat(beckon.database().tablesWith(second)).isEmpty();
        assertThat(beckon.files().with(first)).isEmpty();
        assertThat(beckon.files().with(second)).isEmpty();
    }

    @Test
    void a_device_that_was_away_during_the_edit_learns_in_its_join_what_was_taken_back() throws IOException {
        assertThat(mentions.tryPost(key, first, List.of(bob)).statusCode()).isEqualTo(202);
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(bob).unread()).isEqualTo(1));
        Notification taken = beckon.inboxes().notifications(bob).getFirst();
        Map<String, Object> position = Map.of("rev", 1, "epoch", beckon.inboxes().state(bob).epoch());

        mentions.retract(key, 1);
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(bob).unread()).isZero());
        JsonNode join = beckon.connect(1, bob).join("notifications:" + bob, position).response();

        assertThat(join.path("retracted").valueStream().map(JsonNode::asText)).containsExactly(taken.id().toString());
        assertThat(join.path("notifications")).isEmpty();
        assertThat(join.toString()).doesNotContain(first);
    }

    @Test
    void the_caller_learns_who_has_seen_and_read_it_and_from_whom_it_was_taken_back() {
        Device phone = beckon.device(1, bob);
        assertThat(mentions.tryPost(key, first, List.of(bob, cleo)).statusCode()).isEqualTo(202);
        soon().untilAsserted(() -> assertThat(phone.view().unread()).isEqualTo(1));
        assertThat(phone.push("mark_seen", Map.of()).isOk()).isTrue();
        assertThat(phone.push("mark_all_read", Map.of()).isOk()).isTrue();
        soon().untilAsserted(() -> assertThat(timesOf(bob)).containsExactly("stored_at", "seen_at", "read_at"));
        soon().untilAsserted(() -> assertThat(timesOf(cleo)).containsExactly("stored_at"));

        mentions.edit(key, 2, second, bob);
        soon().untilAsserted(() -> assertThat(timesOf(cleo)).containsExactly("stored_at", "retracted_at"));
        mentions.retract(key, 3);

        soon().untilAsserted(() -> assertThat(timesOf(bob)).containsExactly("stored_at", "seen_at", "read_at", "retracted_at"));
        assertThat(mentions.status(key).path("revision").asLong()).isEqualTo(3);
        soon().untilAsserted(() -> assertThat(mentions.status(key).has("retracted_at")).isTrue());
        assertThat(mentions.status(key).toString()).doesNotContain(first, second);
        assertThat(beckon.mentions(beckon.token("another team", "mentions:write")).status(key).isMissingNode()).isTrue();
    }

    @Test
    void what_arrives_from_the_source_that_a_device_shows_is_read_there_at_once_and_on_the_other_devices_as_well() {
        Device phone = beckon.device(1, bob);
        Device laptop = beckon.device(2, bob);
        mentions.post("before", bob);
        soon().untilAsserted(() -> assertThat(phone.view().unread()).isEqualTo(1));

        assertThat(phone.viewing(new Source.Key("comment", "7")).isOk()).isTrue();
        soon().untilAsserted(() -> assertThat(List.of(phone.view().unread(), laptop.view().unread())).containsExactly(0, 0));
        mentions.post("meanwhile", bob);
        soon().untilAsserted(() -> assertThat(phone.view().news()).extracting(Notification::read).containsExactly(false, true));
        assertThat(phone.view().unread()).isZero();

        assertThat(phone.viewingNothing().isOk()).isTrue();
        mentions.post("after", bob);
        soon().untilAsserted(() -> {
            assertNews(phone.view(), List.of("before", "meanwhile", "after"));
            assertNews(laptop.view(), List.of("before", "meanwhile", "after"));
            assertExact(phone.view(), beckon.inboxes(), bob);
            assertExact(laptop.view(), beckon.inboxes(), bob);
        });
        assertThat(beckon.inboxes().state(bob).unread()).isEqualTo(1);
    }

    private List<String> timesOf(String recipient) {
        return mentions.status(key).path("recipients").valueStream().filter(one -> one.path("user").asText().equals(recipient))
                .flatMap(one -> one.propertyStream()).map(Map.Entry::getKey).filter(name -> name.endsWith("_at")).toList();
    }

    private static List<String> texts(Device device) {
        return device.view().items().stream().map(Notification::excerpt).toList();
    }
}
