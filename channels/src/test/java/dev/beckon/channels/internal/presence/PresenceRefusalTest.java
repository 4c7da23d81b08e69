package dev.beckon.channels.internal.presence;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.PresenceFetch;
import dev.beckon.channels.PresenceRefusedException;
import dev.beckon.channels.PresenceRefusedException.Reason;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which presences the node refuses to track, and why. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PresenceRefusalTest {

    final Vertx vertx = Vertx.vertx();
    final LocalPubSub pubSub = new LocalPubSub();
    final StandInMember member = new StandInMember(pubSub, "t");
    ClusterPresence presence = presence(PresenceSettings.fast());

    @AfterEach
    void stop() {
        presence.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "__proto__", "constructor", "prototype"})
    void a_key_that_would_break_a_client(String key) {
        assertRefused(presence.track(member, key, Map.of()), Reason.INVALID_KEY);
    }

    @Test
    void a_key_of_more_than_255_characters() {
        await(presence.track(member, "k".repeat(255), Map.of()));
        await(presence.track(member, "\ud83d\ude00".repeat(255), Map.of()));

        assertRefused(presence.track(member, "k".repeat(256), Map.of()), Reason.INVALID_KEY);
    }

    @Test
    void a_meta_that_is_no_object() {
        for (Object meta : List.of(List.of(), "text", 1, new RawJson("{"), new RawJson("[]"), new Object())) {
            assertRefused(presence.track(member, "ada", meta), Reason.INVALID_META);
        }
        await(presence.track(member, "ada", new RawJson("{\"a\":1}")));
        assertRefused(presence.update(member, "ada", List.of()), Reason.INVALID_META);
    }

    @Test
    void a_meta_of_more_bytes_than_are_allowed() {
        String text = "ü".repeat((1_024 - "{\"a\":\"\"}".length()) / 2); // each ü has two bytes
        await(presence.track(member, "ada", Map.of("a", text)));

        assertRefused(presence.track(member, "bob", Map.of("a", text + "x")), Reason.META_TOO_LARGE);
        assertRefused(presence.update(member, "ada", meta -> meta.put("a", text + "x")), Reason.META_TOO_LARGE);
    }

    @Test
    void a_member_that_is_there_under_that_key_already() {
        await(presence.track(member, "ada", Map.of()));

        assertRefused(presence.track(member, "ada", Map.of()), Reason.ALREADY_TRACKED);
        await(presence.track(member, "bob", Map.of()));
        await(presence.track(new StandInMember(pubSub, "t"), "ada", Map.of()));
    }

    @Test
    void an_update_of_who_is_not_there() {
        assertRefused(presence.update(member, "ada", Map.of()), Reason.NOT_TRACKED);
        await(presence.track(member, "ada", Map.of()));
        await(presence.untrack(member, "ada"));

        assertRefused(presence.update(member, "ada", (ObjectNode meta) -> meta), Reason.NOT_TRACKED);
    }

    @Test
    void one_more_than_fit_into_the_state() {
        await(presence.track(member, "1", Map.of()));
        int one = PresenceJson.sizeBytes(new Entry(new Replica("a", System.currentTimeMillis() << 20), 1, 0, "t", "1", "{}"));
        presence.stop();
        presence = presence(PresenceSettings.fast().withMaxStateBytes(3L * one));

        await(presence.track(member, "1", Map.of()));
        await(presence.track(member, "2", Map.of()));
        await(presence.track(member, "3", Map.of()));

        assertRefused(presence.track(member, "4", Map.of()), Reason.TOPIC_FULL);
        assertRefused(presence.update(member, "3", Map.of("more", 1)), Reason.TOPIC_FULL);
        await(presence.track(new StandInMember(pubSub, "other topic"), "4", Map.of()));
        await(presence.untrack(member, "1"));
        await(presence.track(member, "4", Map.of()));
    }

    @Test
    void one_more_call_than_may_wait_and_never_an_end() throws Exception {
        presence = presence(PresenceSettings.fast().withMaxQueuedCalls(10).withShards(1));
        await(presence.track(member, "ada", Map.of()));
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        Uni<String> blocking = presence.update(member, "ada", meta -> {
            busy.countDown();
            awaitLatch(open);
            return meta;
        });
        busy.await();

        for (int i = 0; i < 30; i++) { // the shard's own timers are queued there too
            presence.track(member, "bob" + i, Map.of());
        }
        assertRefused(presence.track(member, "eve", Map.of()), Reason.OVERLOADED);
        member.end();
        open.countDown();
        await(blocking);

        soon().until(() -> await(presence.keys("t").onFailure().recoverWithItem(Set.of("still busy"))).isEmpty());
    }

    @Test
    void timeouts_that_cannot_work_together() {
        Duration beat = Duration.ofSeconds(1);
        presence(PresenceSettings.fast().withTimeouts(beat, beat.multipliedBy(2), beat.multipliedBy(3)));

        assertThatIllegalArgumentException().isThrownBy(() -> presence(PresenceSettings.fast().withTimeouts(beat, beat.multipliedBy(2)
                .minusNanos(1), beat.multipliedBy(3))));
        assertThatIllegalArgumentException().isThrownBy(() -> presence(PresenceSettings.fast().withTimeouts(beat, beat.multipliedBy(2), beat
                .multipliedBy(2))));
    }

    private ClusterPresence presence(PresenceSettings settings) {
        return new ClusterPresence(pubSub, new ObjectMapper(), settings, settings.limits(), (PresenceFetch) null, vertx);
    }

    private static void assertRefused(Uni<?> call, Reason reason) {
        assertThatThrownBy(() -> await(call)).isInstanceOfSatisfying(PresenceRefusedException.class,
                refused -> assertThat(refused.reason()).isEqualTo(reason)).hasMessageContaining(reason.word());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(20));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
