package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertExact;
import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.MentionApi;
import dev.beckon.testclients.Message.Reply;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A mention reaches every device of every recipient. */
@SystemTest
class DeliveryIT {

    final Beckon beckon;

    DeliveryIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void a_mention_is_told_to_everybody_it_names_with_the_counts_in_the_same_frame() throws IOException {
        String alice = beckon.user("alice");
        String bob = beckon.user("bob");
        PhoenixClient alices = joined(1, alice);
        PhoenixClient bobs = joined(2, bob);

        beckon.mentions().post("look at this", alice, bob);

        for (JsonNode news : List.of(alices.expectPush("notifications:" + alice, "new_notification"),
                bobs.expectPush("notifications:" + bob, "new_notification"))) {
            assertThat(news.at("/notification/excerpt").asText()).isEqualTo("look at this");
            assertThat(news.at("/notification/actor/name").asText()).isEqualTo("Ada Lovelace");
            assertThat(news.at("/notification/read").asBoolean()).isFalse();
            assertThat(news.path("unread").asInt()).isEqualTo(1);
            assertThat(news.path("unseen").asInt()).isEqualTo(1);
        }
    }

    @Test
    void kind_thread_data_and_avatar_reach_the_device_and_the_list_as_they_were_posted() throws IOException {
        String alice = beckon.user("alice");
        PhoenixClient phone = joined(1, alice);
        ObjectNode mention = (ObjectNode) Json.tree(MentionApi.body("please review", List.of(alice)));
        mention.withObject("/actor").put("avatar_url", "https://example.org/ada.png");
        mention.put("kind", "review.requested").put("thread", "pull/42").set("data", Json.tree(
                "{\"pull\":42,\"labels\":[\"ui\",1.5,null]}"));

        assertThat(beckon.mentions().send(UUID.randomUUID().toString(), mention.toString()).statusCode()).isEqualTo(202);

        JsonNode live = phone.expectPush("notifications:" + alice, "new_notification").path("notification");
        for (String field : List.of("actor", "kind", "thread", "data")) {
            assertThat(live.path(field)).isEqualTo(mention.path(field));
        }
        Reply join = beckon.connect(2, alice).join("notifications:" + alice, Map.of());
        assertThat(join.response().path("notifications").path(0)).isEqualTo(live);
    }

    @Test
    void what_one_device_reads_the_others_see_at_whatever_gateway() throws IOException {
        String alice = beckon.user("alice");
        PhoenixClient phone = joined(1, alice);
        Device laptop = beckon.device(2, alice);
        beckon.mentions().post("read me", alice);
        JsonNode news = phone.expectPush("notifications:" + alice, "new_notification");
        String id = news.at("/notification/id").asText();

        Reply reply = phone.push("notifications:" + alice, "mark_read", Map.of("ids", List.of(id)));

        assertThat(reply.isOk()).isTrue();
        assertThat(reply.response().path("unread").asInt()).isZero();
        assertThat(phone.expectPush("notifications:" + alice, "inbox_changed").path("read").path(0).asText()).isEqualTo(id);
        soon().untilAsserted(() -> assertThat(laptop.view().items()).singleElement().matches(item -> item.read()));
        soon().untilAsserted(() -> assertExact(laptop.view(), beckon.inboxes(), alice));
    }

    @Test
    void a_device_that_was_away_gets_what_it_missed_in_order_and_once() {
        String alice = beckon.user("alice");
        Device device = beckon.device(1, alice);
        beckon.mentions().post("1", alice);
        soon().untilAsserted(() -> assertNews(device.view(), List.of("1")));

        List<String> rest = IntStream.rangeClosed(2, 30).mapToObj(Integer::toString).toList();
        rest.forEach(excerpt -> {
            if (excerpt.endsWith("5")) {
                device.cut();
            }
            beckon.mentions().post(excerpt, alice);
        });

        List<String> all = IntStream.rangeClosed(1, 30).mapToObj(Integer::toString).toList();
        soon().untilAsserted(() -> assertNews(device.view(), all));
        soon().untilAsserted(() -> assertExact(device.view(), beckon.inboxes(), alice));
    }

    @Test
    void a_device_that_is_new_gets_the_newest_twenty_and_pages_of_older_ones() throws IOException {
        String alice = beckon.user("alice");
        IntStream.rangeClosed(1, 25).forEach(i -> beckon.mentions().post("mention " + i, alice));
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(25));
        PhoenixClient client = beckon.connect(1, alice);

        Reply join = client.join("notifications:" + alice, Map.of());
        Reply page = client.push("notifications:" + alice, "list", Map.of("before", 6, "limit", 10));

        assertThat(join.response().path("snapshot").asBoolean()).isTrue();
        assertThat(seqs(join.response())).isEqualTo(IntStream.rangeClosed(6, 25).map(i -> 31 - i).boxed().toList());
        assertThat(seqs(page.response())).containsExactly(5, 4, 3, 2, 1);
        assertThat(page.response().path("next_before").isNull()).isTrue();
    }

    private PhoenixClient joined(int gateway, String user) throws IOException {
        PhoenixClient client = beckon.connect(gateway, user);
        assertThat(client.join("notifications:" + user, Map.of()).isOk()).isTrue();
        return client;
    }

    private static List<Integer> seqs(JsonNode response) {
        return response.path("notifications").valueStream().map(n -> n.path("seq").asInt()).toList();
    }
}
