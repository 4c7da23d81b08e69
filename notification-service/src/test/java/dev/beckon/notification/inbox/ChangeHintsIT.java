package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.hints.ChangeHint;
import dev.beckon.contracts.hints.Fingerprints;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.RedisListener;
import dev.beckon.notification.RedisListener.Received;
import dev.beckon.notification.Servers;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hints that gateways get every ten seconds; the tests make the service send more. */
@OnServers
class ChangeHintsIT {

    @Inject
    ChangeHints hints;

    final String ada = Mentions.newUser();
    final Api api = new Api(ada);

    @AfterEach
    void redis_is_there() {
        Servers.redis.start();
    }

    @Test
    void they_are_numbered_and_name_each_revision_that_a_change_replaced() throws Exception {
        try (RedisListener listener = RedisListener.ofHints(); KafkaClient kafka = new KafkaClient()) {
            kafka.send(Mentions.of(ada));
            soon().untilAsserted(() -> assertThat(api.state().rev()).isEqualTo(1));
            api.seen();
            soon().untilAsserted(() -> {
                publish();
                assertThat(revisions(listener)).contains(0L, 1L);
            });
            publish();

            soon().untilAsserted(() -> assertThat(listener.frames()).hasSizeGreaterThan(1));
            List<ChangeHint> received = listener.frames().stream().map(Received::hint).toList();
            assertThat(received.getLast().overtaken()).as("what was named is not named again").isEqualTo(Fingerprints.NONE);
            assertThat(received).extracting(ChangeHint::publisher).containsOnly(received.getFirst().publisher());
            assertThat(received).extracting(ChangeHint::number).containsExactlyElementsOf(
                    IntStream.range(0, received.size()).mapToObj(i -> received.getFirst().number() + i).toList());
        }
    }

    @Test
    void one_that_Redis_does_not_take_is_recorded_in_PostgreSQL_and_the_next_passes_that_on() throws Exception {
        long before = lostHints();
        Servers.redis.stop();

        publish();

        assertThat(lostHints()).isGreaterThan(before);
        Servers.redis.start();
        try (RedisListener listener = RedisListener.ofHints()) {
            soon().untilAsserted(() -> {
                publish();
                assertThat(listener.frames()).isNotEmpty();
            });
            assertThat(listener.frames().getFirst().hint().databases().values()).singleElement().satisfies(
                    lost -> assertThat(lost).isGreaterThan(before));
        }
    }

    /** The caller got 503 and may never repeat it. */
    @Test
    void a_change_that_outlasts_the_callers_deadline_is_published_all_the_same() throws Exception {
        try (KafkaClient kafka = new KafkaClient(); RedisListener listener = RedisListener.subscribe(ada)) {
            kafka.send(Mentions.of(ada));
            soon().untilAsserted(() -> assertThat(listener.frames()).hasSize(1));

            try (Database.Lock _ = Database.lock("inbox")) {
                assertThat(api.request().post("/inbox/{user}/seen", ada).statusCode()).isEqualTo(503);
                publish();
            }

            soon().untilAsserted(() -> assertThat(listener.frames()).hasSize(2));
            assertThat(listener.frames().getLast().event()).isEqualTo("inbox_changed");
        }
    }

    @Test
    void users_of_a_call_under_way_are_named_at_any_revision() throws Exception {
        try (KafkaClient kafka = new KafkaClient(); RedisListener listener = RedisListener.ofHints()) {
            kafka.send(Mentions.of(ada));
            soon().untilAsserted(() -> assertThat(api.state().rev()).isEqualTo(1));

            Thread call;
            try (Database.Lock _ = Database.lock("inbox")) {
                call = Thread.ofVirtual().start(() -> api.request().post("/inbox/{user}/seen", ada));
                soon().untilAsserted(() -> {
                    publish();
                    assertThat(listener.frames()).anySatisfy(
                            frame -> assertThat(frame.hint().unclear().contains(Fingerprints.of(ada))).isTrue());
                });
            }
            call.join();
        }
    }

    private void publish() {
        hints.publish(ChangeHints.INTERVAL).await().indefinitely();
    }

    private List<Long> revisions(RedisListener listener) {
        return IntStream.range(0, 5).asLongStream().filter(rev -> listener.frames().stream()
                .anyMatch(frame -> frame.hint().overtaken().contains(Fingerprints.of(Fingerprints.of(ada), rev)))).boxed().toList();
    }

    private static long lostHints() {
        return Database.count("SELECT lost_hints FROM database_epoch");
    }
}
