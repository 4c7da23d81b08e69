package dev.beckon.notification.inbox;

import static dev.beckon.notification.KafkaClient.json;
import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.RedisListener;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Revised;
import dev.beckon.notification.inbox.NotificationStore.Stored;
import dev.beckon.notification.inbox.shards.Shards;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mention with {@code expiresAt} is taken back by itself then. */
@OnServers
class ExpiryIT {

    static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");
    static final Instant PAST = Instant.parse("2026-01-03T00:00:00Z");

    @Inject
    NotificationStore store;

    @Inject
    Expiry expiry;

    @Inject
    Shards shards;

    final UUID id = UUID.randomUUID();
    final String bob = Mentions.newUser();
    final Lane lane = Lane.of(bob);
    final String cleo = Stream.iterate(0, i -> i + 1).map(i -> bob + "-cleo-" + i).filter(one -> Lane.of(one).equals(lane)).findFirst()
            .orElseThrow();

    @AfterEach
    void inboxes_add_up() {
        assertThat(Database.brokenInboxes(bob)).isEmpty();
    }

    @Test
    void a_mention_goes_from_every_inbox_with_a_frame_and_leaves_no_text() throws IOException {
        store(new Created(mention(LATER, null, bob, cleo)), new Created(Mentions.of(bob)));
        assertThat(new Api(bob).state().unread()).isEqualTo(2);

        try (RedisListener listener = RedisListener.subscribe(bob, cleo)) {
            comesDue();

            soon().untilAsserted(() -> assertThat(listener.frames()).hasSize(2));
            assertThat(listener.frames()).allMatch(frame -> frame.event().equals("inbox_changed") && frame.payload().contains(
                    "\"retracted\":["));
        }
        assertThat(new Api(bob).state()).isEqualTo(new InboxState(1, 1, 2, 3, Database.epochOf(bob), 0));
        assertThat(new Api(cleo).state().unread()).isZero();
        assertThat(Database.rows("SELECT num_nonnulls(excerpt, actor, source, data) FROM mention WHERE id = '%s'".formatted(
                id)))
                .containsOnly("0");
    }

    @Test
    void what_was_read_or_archived_expires_too() {
        store(new Created(mention(LATER, null, bob, cleo)));
        new Api(bob).readAll("{}");
        new Api(cleo).archive(notificationOf(cleo));

        comesDue();

        soon().untilAsserted(() -> assertThat(List.of(shown(bob, ""), shown(cleo, "?archived=true"))).containsOnly(false));
    }

    @Test
    void a_higher_revision_shows_it_again_and_the_same_one_does_not() {
        store(revised(3, LATER, bob));
        comesDue();
        soon().untilAsserted(() -> assertThat(shown(bob, "")).isFalse());

        store(revised(3, LATER, bob));
        assertThat(shown(bob, "")).isFalse();
        store(revised(4, null, bob));
        assertThat(shown(bob, "")).isTrue();
        assertThat(Database.rows("SELECT expires_at FROM mention WHERE id = '%s' AND lane = %d".formatted(id, lane.number())))
                .containsExactly("null");
    }

    @Test
    void an_edit_moves_the_time() {
        store(revised(1, LATER, bob));
        store(revised(2, LATER.plusSeconds(1), bob));

        assertThat(Database.count("SELECT extract(epoch FROM expires_at)::bigint FROM mention WHERE id = '%s' AND lane = %d"
                .formatted(id, lane.number()))).isEqualTo(LATER.getEpochSecond() + 1);
    }

    @Test
    void a_record_that_has_expired_on_its_way_is_not_shown_and_is_no_dead_letter() throws IOException {
        try (KafkaClient kafka = new KafkaClient()) {
            MentionCreated late = mention(PAST, null, bob);
            kafka.sendTogether(List.of(json(late), json(Mentions.of(bob))));

            soon().untilAsserted(() -> assertThat(new Api(bob).state().unread()).isEqualTo(1));
            soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
            assertThat(Database.rows("SELECT id FROM mention WHERE id = '%s'".formatted(id))).isEmpty();
            assertThat(kafka.deadLetters()).noneMatch(letter -> new String(letter.value(), UTF_8).contains(id.toString()));
        }
    }

    @Test
    void a_revision_that_has_expired_on_its_way_takes_the_mention_back() {
        store(revised(1, null, bob));

        store(revised(2, PAST, bob));

        assertThat(shown(bob, "")).isFalse();
        assertThat(Database.rows("SELECT revision FROM mention WHERE id = '%s' AND lane = %d".formatted(id, lane.number())))
                .containsExactly("2");
    }

    @Test
    void a_repeated_record_of_what_has_expired_adds_nothing_and_is_no_conflict() {
        store(new Created(mention(LATER, null, bob)));
        comesDue();
        soon().untilAsserted(() -> assertThat(shown(bob, "")).isFalse());

        Stored again = store(new Created(mention(PAST, null, bob, cleo)));

        assertThat(again.conflicts()).isEmpty();
        assertThat(again.added()).isZero();
    }

    @Test
    void a_locked_inbox_delays_its_own_mention_only() throws SQLException {
        MentionCreated other = Mentions.of(cleo);
        store(new Created(mention(LATER, null, bob)), new Created(expiring(other, LATER)));

        try (Database.Lock _ = Database.lockInbox(bob)) {
            Database.execute("UPDATE mention SET expires_at = '%s' WHERE id IN ('%s', '%s')".formatted(PAST, id, other.id()));
            soon().untilAsserted(() -> assertThat(shown(cleo, "")).isFalse());
            assertThat(shown(bob, "")).isTrue();
        }
        soon().untilAsserted(() -> assertThat(shown(bob, "")).isFalse());
    }

    @Test
    void a_part_that_is_stored_while_the_mention_expires_is_shown_with_its_text_or_not_at_all() {
        List<String> users = Stream.iterate(0, i -> i + 1).map(i -> bob + "-" + i).filter(one -> Lane.of(one).equals(lane)).limit(40)
                .toList();
        for (int round = 0; round < 20; round++) {
            MentionCreated mention = expiring(Mentions.of(UUID.randomUUID(), users), LATER);
            store(new Created(mention.to(users.subList(0, 20))));
            Database.execute("UPDATE mention SET expires_at = '%s' WHERE id = '%s'".formatted(PAST, mention.id()));
            List<Uni<Void>> atOnce = new ArrayList<>(List.of(expiry.step(shards.all().getFirst()).replaceWithVoid()));
            IntStream.range(20, 40).forEach(i -> atOnce.add(store.addNew(List.of(mention.to(List.of(users.get(i))))).replaceWithVoid()
                    .onFailure(DatabaseFailure::isContention).recoverWithNull()));

            Uni.join().all(atOnce).andCollectFailures().await().indefinitely();
        }

        soon().untilAsserted(() -> assertThat(Database.rows("SELECT id FROM mention WHERE expires_at < now() AND retracted_at IS NULL"))
                .isEmpty());
        assertThat(Database.withoutText(bob)).isEmpty();
    }

    private MentionCreated mention(@Nullable Instant expiresAt, @Nullable Long revision, String... recipients) {
        MentionCreated like = Mentions.of(id, List.of(recipients));
        return new MentionCreated(id, like.actor(), like.recipients(), like.source(), like.excerpt(), like.occurredAt(), like.kind(), null,
                null, expiresAt, revision);
    }

    private static MentionCreated expiring(MentionCreated like, Instant expiresAt) {
        return new MentionCreated(like.id(), like.actor(), like.recipients(), like.source(), like.excerpt(), like.occurredAt(), like.kind(),
                null, null, expiresAt, null);
    }

    private MentionChange revised(long revision, @Nullable Instant expiresAt, String... recipients) {
        return new Revised(lane, mention(expiresAt, revision, recipients));
    }

    private Stored store(MentionChange... changes) {
        return store.store(List.of(changes)).await().indefinitely();
    }

    private void comesDue() {
        Database.execute("UPDATE mention SET expires_at = '%s' WHERE id = '%s'".formatted(PAST, id));
    }

    private UUID notificationOf(String user) {
        return UUID.fromString(Database.rows("SELECT id FROM notification WHERE recipient_id = '%s' AND mention_id = '%s'".formatted(user,
                id)).getFirst());
    }

    private boolean shown(String user, String query) {
        return new Api(user).notifications(query).asString().contains("Look, @you");
    }
}
