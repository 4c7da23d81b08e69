package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.inbox.NotificationStore.Stored;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@OnServers
class NotificationStoreIT {

    @Inject
    NotificationStore store;

    @Inject
    ObjectMapper json;

    final String ada = Mentions.newUser();
    final String bob = Mentions.newUser();

    @Test
    void a_mention_makes_an_inbox_and_is_its_first_notification() {
        MentionCreated mention = Mentions.of(ada);

        InboxFrame frame = frames(add(mention)).getFirst();

        UUID epoch = Database.epochOf(ada);
        assertThat(frame.user()).isEqualTo(ada);
        assertThat(frame.event()).isEqualTo(InboxPayload.NEW_NOTIFICATION);
        assertThat(frame.revisions()).isEqualTo(new Revisions(0, 1, epoch));
        NewNotification news = news(frame);
        assertThat(news.state()).isEqualTo(new InboxState(1, 1, 1, 1, epoch, 0));
        Notification notification = news.notification();
        assertThat(notification.createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(notification).isEqualTo(Notification.of(mention, notification.id(), news.state(), notification.createdAt()));
    }

    @Test
    void a_mention_that_comes_again_adds_nothing_and_its_frame_says_where_the_inbox_is() {
        MentionCreated mention = Mentions.of(ada, bob);
        add(mention);
        add(Mentions.of(ada));

        Stored again = add(mention);

        assertThat(again.added()).isZero();
        assertThat(again.repeated()).isEqualTo(2);
        assertThat(summary(again)).containsExactlyInAnyOrder(ada + " nothing, rev 2", bob + " nothing, rev 1");
        assertThat(Database.brokenInboxes(ada)).isEmpty();
        assertThat(unread(ada)).isEqualTo(2);
    }

    @Test
    void a_batch_partly_there_adds_only_the_rest() {
        MentionCreated old = Mentions.of(ada);
        add(old);

        Stored stored = add(old, Mentions.of(ada), Mentions.of(old.id(), List.of(bob)));

        assertThat(summary(stored)).containsExactlyInAnyOrder(
                ada + " seq 2 rev 2 unread 2 unseen 2", bob + " seq 1 rev 1 unread 1 unseen 1");
    }

    @Test
    void rows_of_one_inbox_are_numbered_in_the_order_of_the_batch_with_the_counts_after_each() {
        List<MentionCreated> mentions = List.of(Mentions.of(ada), Mentions.of(bob, ada), Mentions.of(ada));

        Stored stored = store.addNew(mentions).await().indefinitely();

        assertThat(summary(stored)).containsSubsequence(ada + " seq 1 rev 1 unread 1 unseen 1",
                ada + " seq 2 rev 2 unread 2 unseen 2", ada + " seq 3 rev 3 unread 3 unseen 3");
        assertThat(frames(stored).stream().filter(frame -> frame.user().equals(ada)).map(frame -> news(frame).notification().mentionId()))
                .containsExactlyElementsOf(mentions.stream().map(MentionCreated::id).toList());
    }

    @Test
    void a_mention_twice_in_one_batch_is_stored_once() {
        MentionCreated mention = Mentions.of(ada);

        assertThat(summary(add(mention, mention))).containsExactly(ada + " seq 1 rev 1 unread 1 unseen 1");
    }

    @Test
    void each_frame_carries_the_trail_of_its_mention() {
        Stored stored = add(Mentions.of(ada), Mentions.of(bob), Mentions.of(ada));

        assertThat(stored.frames(index -> new Trail(index + 1, "", ""))).extracting(InboxFrame::user, frame -> frame.trail()
                .acceptedAtMillis())
                .containsExactlyInAnyOrder(tuple(ada, 1L), tuple(bob, 2L), tuple(ada, 3L));
    }

    @Test
    void a_batch_that_PostgreSQL_refuses_leaves_nothing() {
        MentionCreated refused = Mentions.of("with\0nul");

        assertThatThrownBy(() -> add(Mentions.of(ada), refused))
                .matches(failure -> DatabaseFailure.of(failure) == DatabaseFailure.DATA);

        assertThat(Database.rows("SELECT * FROM inbox WHERE recipient_id = '%s'".formatted(ada))).isEmpty();
    }

    @Test
    void batches_at_the_same_time_for_the_same_people_neither_deadlock_nor_miscount() {
        List<String> users = Mentions.newUsers(30);
        Random random = new Random(7);
        List<Uni<Stored>> batches = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            MentionCreated mention = Mentions.of(UUID.randomUUID(), shuffled(users, random));
            batches.add(store.addNew(List.of(mention, Mentions.of(shuffled(users, random).getFirst()))));
            batches.add(store.addNew(List.of(mention)));
        }

        Uni.join().all(batches).usingConcurrencyOf(16).andFailFast().await().indefinitely();

        assertThat(Database.brokenInboxes(users.getFirst().substring(0, 41))).isEmpty();
        assertThat(Database.count("SELECT sum(unread) FROM inbox WHERE starts_with(recipient_id, '%s')"
                .formatted(users.getFirst().substring(0, 41)))).isEqualTo(200 * 30 + 200);
    }

    private static List<String> shuffled(List<String> users, Random random) {
        List<String> shuffled = new ArrayList<>(users);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    private Stored add(MentionCreated... mentions) {
        return store.addNew(List.of(mentions)).await().indefinitely();
    }

    private static List<InboxFrame> frames(Stored stored) {
        return stored.frames(_ -> Trail.NONE);
    }

    private NewNotification news(InboxFrame frame) {
        try {
            return json.readValue(frame.payload(), NewNotification.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(frame.payload(), e);
        }
    }

    private static long unread(String user) {
        return Database.count("SELECT unread FROM inbox WHERE recipient_id = '%s'".formatted(user));
    }

    private List<String> summary(Stored stored) {
        return frames(stored).stream().map(frame -> frame.event().equals(InboxFrame.STALE)
                ? "%s nothing, rev %d".formatted(frame.user(), frame.revisions().rev())
                : "%s %s".formatted(frame.user(), line(news(frame).state()))).toList();
    }

    private static String line(InboxState inbox) {
        return "seq %d rev %d unread %d unseen %d".formatted(inbox.seq(), inbox.rev(), inbox.unread(), inbox.unseen());
    }
}
