package dev.beckon.channels.internal.presence;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.PresenceFetch;
import dev.beckon.channels.PresenceRefusedException;
import dev.beckon.channels.PresenceRefusedException.Reason;
import dev.beckon.channels.internal.presence.ClusterPresence.PresenceLimits;
import dev.beckon.channels.internal.pubsub.LocalPubSub;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Members that are tracked on another topic than their own. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OtherTopicTest {

    final Vertx vertx = Vertx.vertx();
    final LocalPubSub pubSub = new LocalPubSub();
    final StandInMember member = new StandInMember(pubSub, "own");
    final ClusterPresence presence = new ClusterPresence(pubSub, new ObjectMapper(), PresenceSettings.fast(), PresenceLimits.DEFAULT,
            (PresenceFetch) null, vertx);

    @AfterEach
    void stop() {
        presence.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void one_key_is_tracked_on_each_topic_apart() {
        await(presence.track(member, "ada", Map.of()));
        await(presence.track(member, "other", "ada", Map.of()));
        await(presence.track(member, "third", "ada", Map.of()));

        assertThatThrownBy(() -> await(presence.track(member, "other", "ada", Map.of())))
                .isInstanceOfSatisfying(PresenceRefusedException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.ALREADY_TRACKED));
        await(presence.untrack(member, "other", "ada"));

        assertThat(await(presence.keys("other"))).isEmpty();
        assertThat(await(presence.keys("own"))).containsExactly("ada");
        assertThat(await(presence.keys("third"))).containsExactly("ada");
    }

    @Test
    void all_of_it_ends_with_the_member() {
        await(presence.track(member, "ada", Map.of()));
        await(presence.track(member, "other", "ada", Map.of()));

        member.end();

        assertThat(await(presence.keys("own"))).isEmpty();
        assertThat(await(presence.keys("other"))).isEmpty();
    }

    @Test
    void the_members_own_topic_receives_nothing_of_it() {
        await(presence.pushState(member));
        await(presence.track(member, "other", "ada", Map.of()));
        await(presence.track(member, "bob", Map.of()));
        soon().until(() -> member.pushes().size() == 2);

        assertThat(member.pushes().getLast()).contains("bob").doesNotContain("ada");
    }

    @Test
    void of_many_keys_those_that_are_there_are_returned() {
        await(presence.track(member, "other", "ada", Map.of()));
        await(presence.track(member, "other", "bob", Map.of()));

        assertThat(await(presence.present("other", List.of("ada", "carol", "ada")))).containsExactly("ada");
        assertThat(await(presence.present("nowhere", List.of("ada")))).isEmpty();
    }

    static <T> T await(Uni<T> result) {
        return result.await().atMost(Duration.ofSeconds(20));
    }
}
