package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.MentionChange.Revised;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Edited and retracted mentions: a difference of recipients, exact counts, and no text left behind. */
@OnServers
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RevisionsIT {

    @Inject
    NotificationStore store;

    @Inject
    ObjectMapper json;

    final UUID id = UUID.randomUUID();
    final String bob = Mentions.newUser();
    final String cleo = Mentions.newUser();

    @Test
    void an_edit_adds_new_recipients_takes_back_from_removed_ones_and_gives_the_others_the_new_text() {
        String ann = Mentions.newUser();
        store(List.of(new Created(mention("first", null, ann, bob))));

        List<InboxFrame> frames = revise(1, "second", ann, cleo);

        assertThat(events(frames)).containsExactlyInAnyOrder(ann + " updated", bob + " retracted", cleo + " new_notification");
        assertThat(payload(frames, ann).at("/updated/0/excerpt").textValue()).isEqualTo("second");
        assertThat(payload(frames, ann).path("unread").intValue()).isEqualTo(1);
        assertThat(payload(frames, bob).path("unread").intValue()).isZero();
        assertThat(payload(frames, bob).path("unseen").intValue()).isZero();
        assertThat(shown(ann)).containsExactly("second");
        assertThat(shown(bob)).isEmpty();
        assertThat(shown(cleo)).containsExactly("second");
        assertNothingBroken(ann, bob, cleo);
    }

    @Test
    void repeated_late_and_overtaking_revisions_end_in_the_same_state() {
        List<Runnable> records = new ArrayList<>(List.of(
                () -> store(List.of(new Created(mention("zero", null, bob)))), () -> revise(1, "one", bob, cleo),
                () -> revise(2, "two", cleo), () -> retract(3), () -> revise(4, "four", bob)));
        Collections.shuffle(records, new Random(4));
        records.addAll(records);

        records.forEach(Runnable::run);

        assertThat(shown(bob)).containsExactly("four");
        assertThat(shown(cleo)).isEmpty();
        assertThat(new Api(bob).state().unread()).isEqualTo(1);
        assertThat(new Api(cleo).state().unread()).isZero();
        assertNothingBroken(bob, cleo);
    }

    @Test
    void a_repeated_revision_tells_gateways_only_where_the_inboxes_are() {
        revise(1, "one", bob);

        assertThat(events(revise(1, "one", bob))).containsExactly(bob + " stale");
        assertThat(events(revise(1, "another text with the same number", cleo))).doesNotContain(cleo + " new_notification");
    }

    @Test
    void a_retracted_mention_is_gone_from_list_and_counts_and_leaves_its_text_in_no_table() {
        store(List.of(new Created(mention("secret words", null, bob, cleo))));
        new Api(cleo).read(notificationOf(cleo));

        List<InboxFrame> frames = retract(1);

        assertThat(events(frames)).containsExactlyInAnyOrder(bob + " retracted", cleo + " retracted");
        assertThat(shown(bob)).isEmpty();
        assertThat(new Api(bob).state().unseen()).isZero();
        assertThat(Database.rows("SELECT * FROM mention WHERE id = '%s' AND num_nonnulls(actor, source, excerpt, data) > 0".formatted(id)))
                .isEmpty();
        assertThat(Database.rows(
                "SELECT * FROM notification WHERE mention_id = '%s' AND num_nonnulls(actor, source, excerpt, data, thread) > 0"
                        .formatted(id)))
                .isEmpty();
        assertNothingBroken(bob, cleo);
    }

    @Test
    void every_frame_of_an_edit_and_of_a_retraction_carries_the_trail_of_its_mention() {
        Trail trail = new Trail(7, "", id.toString());
        store(List.of(new Created(mention("first", null, bob, cleo))));

        List<InboxFrame> edit = store.store(lanes(1, "second", bob)).await().indefinitely().frames(_ -> trail);
        List<InboxFrame> retraction = store.store(lanes(2, "none")).await().indefinitely().frames(_ -> trail);

        assertThat(events(edit)).containsExactlyInAnyOrder(bob + " updated", cleo + " retracted");
        assertThat(events(retraction)).containsExactly(bob + " retracted");
        assertThat(Stream.concat(edit.stream(), retraction.stream())).extracting(InboxFrame::trail).containsOnly(trail);
    }

    @Test
    void a_client_that_was_away_learns_which_notifications_were_taken_back() {
        store(List.of(new Created(mention("first", null, bob))));
        UUID taken = notificationOf(bob);
        retract(1);

        JsonNode changes = tree(new Api(bob).changes(1, Database.epochOf(bob)).asString());

        assertThat(changes.at("/notifications")).isEmpty();
        assertThat(changes.at("/retracted/0/id").textValue()).isEqualTo(taken.toString());
        assertThat(changes.at("/retracted/0/rev").longValue()).isEqualTo(2);
    }

    @Test
    void what_was_read_stays_read_and_what_was_archived_stays_archived_through_an_edit() {
        store(List.of(new Created(mention("first", null, bob, cleo))));
        new Api(bob).read(notificationOf(bob));
        new Api(cleo).archive(notificationOf(cleo));

        List<InboxFrame> frames = revise(1, "second", bob, cleo);

        assertThat(payload(frames, bob).at("/updated/0/read").booleanValue()).isTrue();
        assertThat(payload(frames, cleo).at("/updated/0/archived").booleanValue()).isTrue();
        assertThat(new Api(bob).state().unread()).isZero();
        assertThat(shown(cleo)).isEmpty();
        assertNothingBroken(bob, cleo);
    }

    @Test
    void somebody_who_is_named_again_is_notified_again_and_the_notification_is_the_newest() {
        store(List.of(new Created(mention("first", null, bob))));
        UUID first = notificationOf(bob);
        retract(1);
        store(List.of(new Created(Mentions.of(bob))));

        List<InboxFrame> frames = revise(2, "again", bob);

        assertThat(events(frames)).containsExactly(bob + " new_notification");
        assertThat(payload(frames, bob).at("/notification/id").textValue()).isEqualTo(first.toString());
        assertThat(payload(frames, bob).at("/notification/seq").longValue()).isEqualTo(3);
        assertThat(shown(bob).getFirst()).isEqualTo("again");
        assertThat(new Api(bob).state().unread()).isEqualTo(2);
    }

    @Test
    void a_new_mention_and_its_revisions_in_one_batch_take_effect_in_their_order() {
        List<MentionChange> batch = new ArrayList<>(List.of(new Created(mention("zero", null, bob, cleo)), new Created(Mentions.of(bob))));
        batch.addAll(lanes(1, "one", bob));
        batch.add(new Created(Mentions.of(cleo)));

        List<InboxFrame> frames = store(batch);

        assertThat(frames.stream().filter(frame -> frame.user().equals(bob)).map(frame -> frame.revisions().rev())).containsExactly(1L, 2L,
                3L);
        assertThat(shown(bob)).hasSize(2).contains("one");
        assertThat(shown(cleo)).hasSize(1).doesNotContain("zero");
        assertNothingBroken(bob, cleo);
    }

    @Test
    void another_text_with_the_same_id_is_not_stored_but_reported() {
        store(List.of(new Created(mention("first", null, bob))));

        NotificationStore.Stored stored = store.store(List.of(new Created(Mentions.of(cleo)), new Created(mention("other", null, bob))))
                .await().indefinitely();

        assertThat(stored.conflicts()).containsExactly(1);
        assertThat(stored.added()).isEqualTo(1);
        assertThat(shown(bob)).containsExactly("first");
    }

    @Test
    void rows_of_a_release_that_kept_the_text_in_them_are_shown_edited_and_taken_back() {
        store(List.of(new Created(mention("first", null, bob, cleo))));
        Database.execute("""
                UPDATE notification n SET actor = m.actor, source = m.source, excerpt = 'old form', data = m.data,
                    occurred_at = m.occurred_at FROM mention m WHERE m.id = n.mention_id AND m.id = '%1$s';
                DELETE FROM mention WHERE id = '%1$s'""".formatted(id));
        assertThat(shown(bob)).containsExactly("old form");

        revise(1, "new form", bob);

        assertThat(shown(bob)).containsExactly("new form");
        assertThat(shown(cleo)).isEmpty();
        assertThat(Database.rows("SELECT * FROM notification WHERE mention_id = '%s' AND excerpt IS NOT NULL".formatted(id))).isEmpty();
    }

    private MentionCreated mention(String text, Long revision, String... recipients) {
        MentionCreated like = Mentions.of(id, List.of(recipients));
        return new MentionCreated(id, like.actor(), like.recipients(), like.source(), text, like.occurredAt(), like.kind(), "thread 7",
                like.data(), null, revision);
    }

    private List<InboxFrame> revise(long revision, String text, String... recipients) {
        return store(lanes(revision, text, recipients));
    }

    /** What mention-service writes for an edit: a record for each lane. */
    private List<MentionChange> lanes(long revision, String text, String... recipients) {
        var shares = Lane.divide(List.of(recipients));
        return Lane.ALL.stream().<MentionChange>map(lane -> shares.containsKey(lane)
                ? new Revised(lane, mention(text, revision, recipients).to(shares.get(lane)))
                : new Retracted(lane, new MentionRetracted(id, revision))).toList();
    }

    private List<InboxFrame> retract(long revision) {
        return store(Lane.ALL.stream().<MentionChange>map(lane -> new Retracted(lane, new MentionRetracted(id, revision))).toList());
    }

    private List<InboxFrame> store(List<MentionChange> changes) {
        return store.store(changes).await().indefinitely().frames(_ -> Trail.NONE);
    }

    private List<String> events(List<InboxFrame> frames) {
        return frames.stream().map(frame -> frame.user() + " " + Stream.of("updated", "retracted")
                .filter(list -> frame.payload().contains("\"" + list + "\"")).findFirst().orElse(frame.event())).toList();
    }

    private JsonNode payload(List<InboxFrame> frames, String user) {
        return tree(frames.stream().filter(frame -> frame.user().equals(user)).findFirst().orElseThrow().payload());
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private UUID notificationOf(String user) {
        return UUID.fromString(Database.rows("SELECT id FROM notification WHERE recipient_id = '%s' AND mention_id = '%s'".formatted(user,
                id)).getFirst());
    }

    /** The texts in a user's list, newest first. */
    private List<String> shown(String user) {
        return tree(new Api(user).notifications("").asString()).path("notifications").valueStream()
                .map(notification -> notification.path("excerpt").textValue()).toList();
    }

    private static void assertNothingBroken(String... users) {
        for (String user : users) {
            assertThat(Database.brokenInboxes(user)).isEmpty();
        }
    }
}
