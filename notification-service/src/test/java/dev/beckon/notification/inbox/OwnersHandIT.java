package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxAnswer;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.contracts.Source;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.RedisListener;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Everything that owners do can be taken back, and every list shows what its filter names. */
@OnServers
class OwnersHandIT {

    @Inject
    NotificationStore store;

    final String user = Mentions.newUser();
    final Api api = new Api(user);
    final UUID epoch = Database.epochOf(user);

    @AfterEach
    void the_inbox_adds_up() {
        assertThat(Database.brokenInboxes(user)).isEmpty();
    }

    @Nested
    class Unread {

        @Test
        void counts_a_read_one_again_also_below_the_watermark() {
            List<UUID> ids = mention(4);
            api.seen();
            mention(1);
            api.read(ids.get(3));
            api.readAll("{\"upTo\":3}");

            assertThat(api.unread(ids.get(0), ids.get(3))).isEqualTo(new InboxState(3, 1, 5, 9, epoch, 3));
            assertThat(page("").notifications()).extracting(n -> n.seq() + " " + n.read())
                    .containsExactly("5 false", "4 false", "3 true", "2 true", "1 false");
        }

        @Test
        void twice_is_one_change_and_unread_ones_are_passed_over() {
            List<UUID> ids = mention(2);
            api.read(ids.get(0));

            assertThat(api.unread(ids.get(0))).isEqualTo(api.unread(ids.get(0), ids.get(1))).extracting(InboxState::rev).isEqualTo(4L);
        }

        @Test
        void of_an_archived_one_counts_when_it_is_in_the_list_again() {
            List<UUID> ids = mention(1);
            api.read(ids.get(0));
            api.archive(ids.get(0));

            assertThat(api.unread(ids.get(0)).unread()).isZero();
            assertThat(api.unarchive(ids.get(0)).unread()).isEqualTo(1);
        }

        @Test
        void ends_with_read_and_with_all_read_up_to_there() {
            List<UUID> ids = mention(3);
            api.readAll("{}");
            api.unread(ids.get(0), ids.get(1), ids.get(2));

            assertThat(api.read(ids.get(0)).unread()).isEqualTo(2);
            assertThat(api.readAll("{\"upTo\":2}")).isEqualTo(new InboxState(1, 1, 3, 7, epoch, 3));
            assertThat(api.readAll("{\"upTo\":2}").rev()).isEqualTo(7);
            assertThat(api.readAll("{}")).isEqualTo(new InboxState(0, 0, 3, 8, epoch, 3));
        }
    }

    @Nested
    class Unarchive {

        @Test
        void brings_back_the_unread_state_of_before() {
            List<UUID> ids = mention(2);
            api.read(ids.get(0));
            api.archive(ids.get(0), ids.get(1));

            assertThat(api.unarchive(ids.get(0), ids.get(1))).isEqualTo(new InboxState(1, 1, 2, 5, epoch, 0));
            assertThat(api.unarchive(ids.get(0)).rev()).isEqualTo(5);
        }

        @Test
        void of_what_was_seen_leaves_it_seen() {
            List<UUID> ids = mention(1);
            api.archive(ids.get(0));
            api.seen();

            assertThat(api.unarchive(ids.get(0))).isEqualTo(new InboxState(1, 0, 1, 3, epoch, 0));
        }
    }

    @Nested
    class ArchiveRead {

        @Test
        void leaves_the_unread_ones_in_the_list() {
            List<UUID> ids = mention(5);
            api.readAll("{\"upTo\":3}");
            api.unread(ids.get(1));
            api.read(ids.get(4));

            assertThat(api.act("archive-read")).isEqualTo(new InboxAnswer(new InboxState(2, 2, 5, 9, epoch, 3), false));
            assertThat(seqs(page(""))).containsExactly(4L, 2L);
            assertThat(api.act("archive-read").state().rev()).isEqualTo(9);
        }

        @Test
        void archives_500_at_a_time_the_newest_first() {
            mention(1);
            Database.execute("""
                    INSERT INTO notification (recipient_id, seq, rev, mention_id, read_at)
                    SELECT recipient_id, g, g, gen_random_uuid(), CASE WHEN g %% 2 = 0 THEN now() END
                    FROM notification, generate_series(2, 502) g WHERE recipient_id = '%1$s';
                    UPDATE inbox SET seq = 502, rev = 502, read_up_to = 502, unread = 0, unseen = 0 WHERE recipient_id = '%1$s'
                    """.formatted(user));

            InboxAnswer first = api.act("archive-read");

            assertThat(first.more()).isTrue();
            assertThat(seqs(page(""))).containsExactly(2L, 1L);
            InboxAnswer second = api.act("archive-read");
            assertThat(second.more()).isFalse();
            assertThat(second.state()).isEqualTo(new InboxState(0, 0, 502, 504, epoch, 502));
            assertThat(page("").notifications()).isEmpty();
        }
    }

    @Nested
    class OfASource {

        @Test
        void all_are_read_unread_and_archived_and_no_others() {
            mentionIn("c-1", 2);
            mentionIn("c-2", 1);

            assertThat(api.act("read", "c-1").state()).isEqualTo(new InboxState(1, 1, 3, 4, epoch, 0));
            assertThat(api.act("read", "c-1").state().rev()).isEqualTo(4);
            assertThat(api.act("unread", "c-1").state()).isEqualTo(new InboxState(3, 3, 3, 5, epoch, 0));
            assertThat(api.act("archive", "c-1").state()).isEqualTo(new InboxState(1, 1, 3, 6, epoch, 0));
            assertThat(seqs(page(""))).containsExactly(3L);
            assertThat(api.act("read", "c-3").state().rev()).isEqualTo(6);
        }
    }

    @Nested
    class Lists {

        @Test
        void show_what_the_filter_names_page_by_page_and_count_it() {
            List<UUID> ids = mentionIn("c-1", 3);
            store(like(user, "c-2", "reply", "thread 7"));
            api.readAll("{\"upTo\":2}");
            api.unread(ids.get(0));
            api.archive(ids.get(1));

            assertList("?unread=true", 4L, 3L, 1L);
            assertList("?archived=true", 2L);
            assertList("?archived=true&unread=true");
            assertList("?kind=reply", 4L);
            assertList("?kind=mention", 3L, 1L);
            assertList("?thread=thread 7&unread=true", 4L);
            assertList("?source_type=comment&source_id=c-1", 3L, 1L);
            assertList("?source_type=comment&source_id=c-1&archived=true", 2L);
            assertList("?unread=false&archived=false", 4L, 3L, 1L);
        }

        @Test
        void go_on_at_the_cursor_while_things_change() {
            List<UUID> ids = mention(4);
            NotificationPage first = page("?unread=true&limit=2");
            api.read(ids.get(3), ids.get(1));
            mention(1);

            NotificationPage second = page("?unread=true&limit=2&before=" + first.nextBefore());

            assertThat(seqs(first)).containsExactly(4L, 3L);
            assertThat(seqs(second)).containsExactly(1L);
            assertThat(second.nextBefore()).isNull();
        }

        @Test
        void of_a_user_without_an_inbox_are_empty() {
            assertList("?unread=true");
            assertThat(page("").count()).isNull();
        }

        private void assertList(String query, Long... seqs) {
            NotificationPage page = page(query + "&count=true");
            assertThat(seqs(page)).as(query).containsExactly(seqs);
            assertThat(page.count()).as(query).isEqualTo(seqs.length);
        }
    }

    @Test
    void each_change_is_one_frame_with_the_ids_that_it_concerns() throws IOException {
        List<UUID> ids = mention(2);
        api.readAll("{}");

        try (RedisListener listener = RedisListener.subscribe(user)) {
            api.unread(ids.get(0), ids.get(1));
            api.readAll("{}");
            api.act("archive-read");
            api.unarchive(ids.get(0));

            soon().untilAsserted(() -> assertThat(listener.frames()).hasSize(4));
            String both = "[\"%s\",\"%s\"]".formatted(ids.get(0), ids.get(1));
            assertThat(listener.frames()).extracting(frame -> frame.payload().replaceAll(".*\"read\":", "{\"read\":")).containsExactly(
                    "{\"read\":[],\"archived\":[],\"unread_ids\":%s}".formatted(both),
                    "{\"read\":%s,\"archived\":[]}".formatted(both),
                    "{\"read\":[],\"archived\":%s}".formatted(both),
                    "{\"read\":[],\"archived\":[],\"unarchived\":[\"%s\"]}".formatted(ids.get(0)));
        }
    }

    private UUID store(MentionCreated mention) {
        return NotificationIds.of(store.addNew(List.of(mention)).await().indefinitely()).getFirst();
    }

    private List<UUID> mentionIn(String comment, int times) {
        return IntStream.range(0, times).mapToObj(_ -> store(like(user, comment, MentionCreated.DEFAULT_KIND, null))).toList();
    }

    private static MentionCreated like(String user, String comment, String kind, String thread) {
        MentionCreated like = Mentions.of(user);
        return new MentionCreated(like.id(), like.actor(), like.recipients(),
                new Source("comment", comment, like.source().url(), like.source().title()), like.excerpt(), like.occurredAt(), kind, thread,
                null, null, null);
    }

    private List<UUID> mention(int times) {
        return IntStream.range(0, times)
                .mapToObj(_ -> NotificationIds.of(store.addNew(List.of(Mentions.of(user))).await().indefinitely()).getFirst())
                .toList();
    }

    private NotificationPage page(String query) {
        return api.notifications(query).then().statusCode(200).extract().as(NotificationPage.class);
    }

    private static List<Long> seqs(NotificationPage page) {
        return page.notifications().stream().map(Notification::seq).toList();
    }
}
