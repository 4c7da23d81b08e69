package dev.beckon.channels.internal.presence;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.PresenceFetch;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import dev.beckon.channels.internal.pubsub.Subscriptions;
import dev.beckon.channels.lab.Recorder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** When members get which presence messages, on one node without sockets. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresencePushesTest {

    /** Long enough for a busy machine to do two things within it. */
    static final Duration TICK = Duration.ofSeconds(1);

    final Vertx vertx = Vertx.vertx();
    final LocalPubSub pubSub = new LocalPubSub();
    final StandInMember observer = member();
    ClusterPresence presence = presence(PresenceSettings.fast().withTick(TICK), null);

    @AfterEach
    void stop() {
        presence.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void nothing_is_subscribed_before_the_first_call() {
        assertThat(Subscriptions.topics(pubSub)).isEmpty();

        await(presence.keys("t"));

        soon().until(() -> Subscriptions.topics(pubSub).size() == 2 * PresenceSettings.fast().shards());
        presence.stop();
        assertThat(Subscriptions.topics(pubSub)).isEmpty();
    }

    @Test
    void a_mass_join_is_one_diff_in_a_tick() {
        await(presence.pushState(observer));
        long start = System.nanoTime();

        for (int i = 0; i < 2_000; i++) {
            presence.track(member(), "user" + i, Map.of());
        }
        soon().until(() -> ClientView.of(observer.pushes()).refs().size() == 2_000);

        long ticks = (System.nanoTime() - start) / TICK.toNanos();
        assertThat(observer.pushes().size()).isLessThanOrEqualTo((int) ticks + 3); // the state, and one diff at each end
    }

    @Test
    void the_first_change_after_a_quiet_time_does_not_wait_for_the_tick() {
        presence.stop();
        presence = presence(PresenceSettings.fast().withTick(Duration.ofMinutes(1)), null);
        await(presence.pushState(observer));

        presence.track(member(), "ada", Map.of());

        soon().until(() -> observer.pushes().size() == 2);
    }

    @Test
    void who_comes_and_goes_within_a_tick_is_not_spoken_of() {
        await(presence.pushState(observer));
        presence.track(member(), "bob", Map.of());
        soon().until(() -> observer.pushes().size() == 2); // so the next diff has to wait for the tick
        StandInMember shortLived = member();
        presence.track(shortLived, "eve", Map.of());

        shortLived.end();
        presence.track(member(), "ada", Map.of());

        soon().until(() -> observer.pushes().size() == 3);
        assertThat(observer.pushes().getLast()).contains("ada").doesNotContain("eve");
    }

    @Test
    void a_state_comes_after_the_diff_of_all_that_is_in_it() {
        StandInMember other = member();
        other.subscribe();
        presence.track(member(), "ada", Map.of());
        soon().until(() -> other.pushes().size() == 1); // so the next diff has to wait for the tick

        presence.track(member(), "bob", Map.of());
        presence.pushState(observer);
        soon().until(() -> observer.pushes().size() == 2);

        assertThat(observer.pushes().getFirst()).startsWith("presence_diff {\"joins\":{\"bob\"");
        assertThat(observer.pushes().getLast()).startsWith("presence_state {\"ada\"").contains("\"bob\"");
    }

    @Test
    void a_state_comes_at_once_if_nothing_else_is_to_be_sent() {
        presence.stop();
        presence = presence(PresenceSettings.fast().withTick(Duration.ofMinutes(1)), null);
        presence.track(member(), "ada", Map.of());
        presence.pushState(observer);
        soon().until(() -> observer.pushes().size() == 2);

        await(presence.pushState(observer));

        assertThat(observer.pushes()).hasSize(3);
    }

    @Test
    void a_fetch_that_takes_too_long_is_not_waited_for() {
        presence.stop();
        presence = presence(PresenceSettings.fast().withFetchTimeout(Duration.ofMillis(50)),
                (topic, presences) -> Uni.createFrom().nothing());

        presence.track(observer, "ada", Map.of());
        presence.pushState(observer);

        soon().until(() -> observer.pushes().size() == 2);
        assertThat(observer.pushes().getLast()).startsWith("presence_state {\"ada\":{\"metas\":[{\"phx_ref\":\"");
        assertThat(await(presence.list("t"))).containsOnlyKeys("ada");
    }

    @Test
    void keys_and_metas_are_sent_as_they_are_whatever_is_in_them() throws Exception {
        String key = "a\"b\\c\n\u0001ö😀";
        presence.track(observer, key, new RawJson("{\"n\": 1.10, \"s\": \"x\\u0000\\\"\", \"phx_ref\": 1, \"o\": {}}"));
        presence.pushState(observer);
        soon().until(() -> observer.pushes().size() == 2);

        String state = observer.pushes().getLast().substring("presence_state ".length());
        ObjectNode meta = (ObjectNode) new ObjectMapper().readTree(state).get(key).get("metas").get(0);
        assertThat(meta.remove("phx_ref").asText()).isNotEqualTo("1");
        assertThat(meta).hasToString("{\"n\":1.1,\"s\":\"x\\u0000\\\"\",\"o\":{}}");
    }

    @Test
    void what_is_no_message_of_presence_is_dropped_with_one_line_that_does_not_repeat_it() {
        await(presence.pushState(observer));
        String topic = Subscriptions.topics(pubSub).stream().filter(t -> t.startsWith("/presence/")).findAny().orElseThrow();

        try (Recorder recorder = new Recorder("dev.beckon.channels.internal.presence")) {
            pubSub.publish(new TopicBroadcast(topic, "s3cr3t", "", new RawJson("{\"node\":\"s3cr3t\"}"), null));

            soon().until(() -> recorder.lines().size() == 1);
            assertThat(recorder.lines().getFirst()).contains("is dropped").doesNotContain("s3cr3t");
        }
    }

    private StandInMember member() {
        return new StandInMember(pubSub, "t");
    }

    private ClusterPresence presence(PresenceSettings settings, PresenceFetch fetch) {
        return new ClusterPresence(pubSub, new ObjectMapper(), settings, settings.limits(), fetch, vertx);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }
}
