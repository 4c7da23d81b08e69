package dev.beckon.channels.internal.presence;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Presence;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.Subscriptions;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.Lab;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Presences as clients on one node see each other. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresenceMembersIT {

    static final String TOPIC = "presence:1";

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Presence presence;

    @Inject
    PubSub pubSub;

    @Inject
    Lab lab;

    @Test
    void who_joins_is_given_the_state_after_the_reply_and_is_in_it() {
        PhoenixClient ada = clients.connect().joined(TOPIC, "{'key':'ada','meta':{'device':'phone'}}");

        JsonNode state = stateFor(ada);

        assertThat(state.properties()).hasSize(1);
        JsonNode meta = state.get("ada").get("metas").get(0);
        assertThat(meta.get("device").asText()).isEqualTo("phone");
        assertThat(meta.get("phx_ref").asText()).isNotEmpty();
        assertThat(meta.properties()).hasSize(2);
    }

    @Test
    void who_is_given_the_state_in_a_long_join_misses_nothing_that_happens_in_it() {
        PhoenixClient observer = observer();
        PhoenixClient slow = clients.connect();
        String join = slow.join(TOPIC, "{'key':'slow','gate':'join'}");
        diffFor(observer);

        clients.connect().joined(TOPIC, "{'key':'ada'}");
        diffFor(observer);
        lab.open("join");

        slow.expectReply(join, "ok");
        assertThat(stateFor(slow).has("ada")).isFalse();
        assertThat(diffFor(slow).get("joins").has("ada")).isTrue();
    }

    @Test
    void a_topic_without_anybody_has_an_empty_state() {
        PhoenixClient observer = clients.connect().joined(TOPIC);

        observer.expectPush(TOPIC, "presence_state");
    }

    @Test
    void others_receive_who_joins_and_who_leaves() {
        PhoenixClient observer = observer();
        PhoenixClient ada = clients.connect().joined(TOPIC, "{'key':'ada'}");
        String ref = ref(stateFor(ada), "ada");

        assertThat(observer.nextFrame()).isEqualTo("[null,null,\"presence:1\",\"presence_diff\","
                + "{\"joins\":{\"ada\":{\"metas\":[{\"phx_ref\":\"" + ref + "\"}]}},\"leaves\":{}}]");
        ada.leave(TOPIC);

        assertThat(observer.nextFrame()).isEqualTo("[null,null,\"presence:1\",\"presence_diff\","
                + "{\"joins\":{},\"leaves\":{\"ada\":{\"metas\":[{\"phx_ref\":\"" + ref + "\"}]}}}]");
    }

    @Test
    void an_update_is_one_diff_with_the_old_meta_and_the_new_one_that_names_it() {
        PhoenixClient observer = observer();
        PhoenixClient ada = clients.connect().joined(TOPIC, "{'key':'ada','meta':{'typing':false,'n':1}}");
        String first = ref(diffFor(observer).get("joins"), "ada");

        ada.push(TOPIC, "merge", "{'key':'ada','meta':{'typing':true,'phx_ref':'mine'}}");
        JsonNode diff = diffFor(observer);

        assertThat(ref(diff.get("leaves"), "ada")).isEqualTo(first);
        JsonNode now = diff.at("/joins/ada/metas/0");
        assertThat(now.get("typing").asBoolean()).isTrue();
        assertThat(now.get("n").asInt()).isEqualTo(1);
        assertThat(now.get("phx_ref").asText()).isNotEqualTo(first).isNotEqualTo("mine");
        assertThat(now.get("phx_ref_prev").asText()).isEqualTo(first);
    }

    @Test
    void two_devices_of_a_user_are_two_metas_of_one_key() {
        PhoenixClient phone = clients.connect().joined(TOPIC, "{'key':'ada','meta':{'device':'phone'}}");
        stateFor(phone);
        PhoenixClient laptop = clients.connect().joined(TOPIC, "{'key':'ada','meta':{'device':'laptop'}}");

        assertThat(stateFor(laptop).get("ada").get("metas").findValuesAsText("device")).containsExactly("phone", "laptop");
        laptop.leave(TOPIC);

        soon().until(() -> metas("ada", "device").equals(List.of("phone")));
    }

    @Test
    void a_second_join_of_a_client_leaves_one_presence_and_brings_the_state_again() {
        PhoenixClient ada = clients.connect().joined(TOPIC, "{'key':'ada','meta':{'n':1}}");
        stateFor(ada);

        ada.send("['9','9','presence:1','phx_join',{'key':'ada','meta':{'n':2}}]");

        soon().until(() -> metas("ada", "n").equals(List.of("2")));
        soon().until(() -> ada.nextFrame().startsWith("[\"9\",null,\"presence:1\",\"presence_state\""));
    }

    @Test
    void a_lost_connection_a_crash_and_a_refused_join_leave_no_presence_behind() {
        PhoenixClient lost = clients.connect().joined(TOPIC, "{'key':'lost'}");
        PhoenixClient crashed = clients.connect().joined(TOPIC, "{'key':'crashed'}");
        PhoenixClient refused = clients.connect();
        refused.expectReply(refused.join(TOPIC, "{'key':'refused','refuse':1}"), "error");
        soon().until(() -> keys().equals(List.of("lost", "crashed")));

        lost.abort();
        soon().until(() -> keys().equals(List.of("crashed")));
        crashed.push(TOPIC, "crash", "{}");

        soon().until(() -> keys().isEmpty());
    }

    @Test
    void a_member_that_is_untracked_is_gone_and_still_receives() {
        PhoenixClient ada = clients.connect().joined(TOPIC, "{'key':'ada'}");
        stateFor(ada);

        ada.push(TOPIC, "untrack", "{'key':'ada'}");
        ada.push(TOPIC, "untrack", "{'key':'nobody'}");

        soon().until(() -> keys().isEmpty());
        soon().until(() -> ada.nextFrame().contains("\"leaves\":{\"ada\""));
    }

    @Test
    void a_state_pushed_again_is_the_present_one() {
        PhoenixClient observer = observer();
        clients.connect().joined(TOPIC, "{'key':'ada'}");
        diffFor(observer);

        String again = observer.push(TOPIC, "state", "{}");

        assertThat(stateFor(observer).has("ada")).isTrue();
        observer.expectReply(again, "ok");
    }

    @Test
    void a_channel_may_intercept_diffs() {
        PhoenixClient trainer = clients.connect().joined("hidden:1", "{'trainer':1}");
        trainer.expectPush("hidden:1", "presence_state");
        PhoenixClient participant = clients.connect().joined("hidden:1");
        participant.expectPush("hidden:1", "presence_state");

        clients.connect().joined("hidden:1", "{'key':'ada'}");

        assertThat(trainer.expectBroadcast("hidden:1", "presence_diff").get("joins").has("ada")).isTrue();
        JsonNode changed = participant.expectPush("hidden:1", "changed");
        assertThat(changed.get("joined").asInt()).isEqualTo(1);
        assertThat(changed.get("left").asInt()).isZero();
    }

    @Test
    void clients_cannot_join_the_topics_of_nodes() {
        PhoenixClient client = clients.connect().joined(TOPIC);
        client.expectPush(TOPIC, "presence_state");
        assertThat(Subscriptions.topics(pubSub)).contains("/presence/0/4");

        String join = client.join("/presence/0/4", "{}");

        assertThat(client.expectReply(join, "error").get("reason").asText()).isEqualTo("unmatched topic");
    }

    private PhoenixClient observer() {
        PhoenixClient observer = clients.connect().joined(TOPIC);
        assertThat(stateFor(observer)).isEmpty();
        return observer;
    }

    private static JsonNode stateFor(PhoenixClient client) {
        while (true) {
            String frame = client.nextFrame();
            if (frame.contains("\"presence_state\"")) {
                return PhoenixClient.payload(frame);
            }
            assertThat(frame).as("only diffs may come before the state").contains("presence_diff");
        }
    }

    private static JsonNode diffFor(PhoenixClient client) {
        return client.expectBroadcast(TOPIC, "presence_diff");
    }

    private static String ref(JsonNode presences, String key) {
        return ref(presences.get(key));
    }

    private static String ref(JsonNode presence) {
        return presence.at("/metas/0/phx_ref").asText();
    }

    private List<String> keys() {
        return List.copyOf(presence.list(TOPIC).await().atMost(Duration.ofSeconds(20)).keySet());
    }

    private List<String> metas(String key, String field) {
        return presence.getByKey(TOPIC, key).await().atMost(Duration.ofSeconds(20))
                .map(presence -> presence.get("metas").findValuesAsText(field)).orElse(List.of());
    }
}
