package dev.beckon.channels.internal.presence;

import static dev.beckon.channels.internal.presence.OtherTopicTest.await;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.Presence.Change;
import dev.beckon.channels.Presence.Tracked;
import dev.beckon.channels.PresenceFetch;
import dev.beckon.channels.PresenceRefusedException;
import dev.beckon.channels.PresenceRefusedException.Reason;
import dev.beckon.channels.internal.presence.ClusterPresence.PresenceLimits;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Presences that belong to no member, and listeners to presence. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TrackedThingsTest {

    final Vertx vertx = Vertx.vertx();
    final LocalPubSub pubSub = new LocalPubSub();
    final List<Change> changes = new CopyOnWriteArrayList<>();
    final ClusterPresence presence = presence(null);
    final List<ClusterPresence> all = new CopyOnWriteArrayList<>(List.of(presence));

    @AfterEach
    void stop() {
        all.forEach(ClusterPresence::stop);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    ClusterPresence presence(@Nullable PresenceFetch fetch) {
        return new ClusterPresence(pubSub, new ObjectMapper(), PresenceSettings.fast(), PresenceLimits.DEFAULT, fetch, vertx);
    }

    Uni<Void> record(Change change) {
        assertThat(Context.isOnEventLoopThread()).isTrue();
        changes.add(change);
        return Uni.createFrom().voidItem();
    }

    @Test
    void a_job_is_listed_updated_and_untracked_by_its_handle() {
        Tracked job = await(presence.track("jobs", "import", Map.of("done", 1)));

        assertThat(meta("jobs", "import").get("done").asInt()).isEqualTo(1);
        await(job.update(Map.of("done", 2)));
        assertThat(meta("jobs", "import").get("done").asInt()).isEqualTo(2);
        await(job.update(meta -> meta.put("done", meta.get("done").asInt() + 1)));
        assertThat(meta("jobs", "import").get("done").asInt()).isEqualTo(3);
        await(job.untrack());
        await(job.untrack());

        assertThat(await(presence.keys("jobs"))).isEmpty();
        assertThatThrownBy(() -> await(job.update(Map.of()))).isInstanceOfSatisfying(PresenceRefusedException.class,
                refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_TRACKED));
    }

    @Test
    void two_things_under_one_key_are_two_metas_and_end_apart() {
        Tracked first = await(presence.track("jobs", "import", Map.of("n", 1)));
        Tracked second = await(presence.track("jobs", "import", Map.of("n", 2)));
        assertThat(await(presence.getByKey("jobs", "import")).orElseThrow().get("metas")).hasSize(2);

        await(first.untrack());

        assertThat(meta("jobs", "import").get("n").asInt()).isEqualTo(2);
        assertThat(second).extracting(Tracked::topic, Tracked::key).containsExactly("jobs", "import");
    }

    @Test
    void a_key_or_meta_that_clients_could_not_read_is_refused() {
        assertThatThrownBy(() -> await(presence.track("jobs", "", Map.of()))).hasMessage("presence refused: invalid_key");
        assertThatThrownBy(() -> await(presence.track("jobs", "import", List.of()))).hasMessage("presence refused: invalid_meta");
    }

    @Test
    void members_of_the_topic_get_its_diff() {
        StandInMember member = new StandInMember(pubSub, "jobs");
        await(presence.pushState(member));

        await(presence.track("jobs", "import", Map.of()));

        soon().until(() -> member.pushes().size() == 2);
        assertThat(member.pushes().getLast()).startsWith("presence_diff {\"joins\":{\"import\"");
    }

    @Test
    void a_listener_gets_joins_updates_and_leaves_in_order_with_what_is_left() {
        presence.listen(this::record);
        Tracked first = await(presence.track("jobs", "import", Map.of("n", 1)));
        soon().until(() -> changes.size() == 1);
        await(presence.track("jobs", "import", Map.of("n", 2)));
        soon().until(() -> changes.size() == 2);
        await(first.update(Map.of("n", 3)));
        soon().until(() -> changes.size() == 3);
        await(first.untrack());
        soon().until(() -> changes.size() == 4);

        assertThat(changes).extracting(Change::topic).containsOnly("jobs");
        assertThat(changes).extracting(change -> numbers(change.joins()) + " " + numbers(change.leaves()) + " " + numbers(change.present()))
                .containsExactly("[1] [] [1]", "[2] [] [1, 2]", "[3] [1] [2, 3]", "[] [3] [2]");
    }

    @Test
    void a_key_that_is_gone_is_not_present() {
        presence.listen(this::record);
        Tracked job = await(presence.track("jobs", "import", Map.of("n", 1)));
        soon().until(() -> changes.size() == 1); // else both fall into one tick, and cancel out
        await(job.untrack());

        soon().until(() -> !changes.isEmpty() && changes.getLast().joins().isEmpty());

        assertThat(changes.getLast().leaves()).containsOnlyKeys("import");
        assertThat(changes.getLast().present()).isEmpty();
    }

    @Test
    void a_listener_that_fails_gets_the_next_change_and_one_that_is_cancelled_none() {
        presence.listen(change -> {
            record(change);
            throw new IllegalStateException("asked to throw");
        });
        List<Change> cancelled = new CopyOnWriteArrayList<>();
        Endpoint.Subscription subscription = presence.listen(change -> {
            cancelled.add(change);
            return Uni.createFrom().voidItem();
        });
        subscription.cancel();

        await(presence.track("jobs", "a", Map.of()));
        soon().until(() -> changes.size() == 1);
        await(presence.track("jobs", "b", Map.of()));
        soon().until(() -> changes.size() == 2);

        assertThat(cancelled).isEmpty();
    }

    @Test
    void a_listener_gets_what_a_fetch_adds_and_may_change_it() {
        ClusterPresence fetching = presence((_, presences) -> {
            presences.forEach((key, each) -> each.put("name", key.toUpperCase()));
            return Uni.createFrom().item(presences);
        });
        all.add(fetching);
        fetching.listen(change -> {
            change.joins().get("import").put("name", "changed");
            return Uni.createFrom().voidItem();
        });
        fetching.listen(this::record);

        await(fetching.track("jobs", "import", Map.of()));
        soon().until(() -> !changes.isEmpty());

        assertThat(changes.getFirst().joins().get("import").get("name").asText()).isEqualTo("IMPORT");
        assertThat(changes.getFirst().present().get("import").has("name")).isFalse();
    }

    private ObjectNode meta(String topic, String key) {
        return (ObjectNode) await(presence.getByKey(topic, key)).orElseThrow().get("metas").get(0);
    }

    private static List<Integer> numbers(Map<String, ObjectNode> presences) {
        return presences.values().stream().flatMap(each -> each.get("metas").valueStream()).map(meta -> meta.get("n").asInt()).sorted()
                .toList();
    }
}
