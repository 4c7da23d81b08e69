package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.NotificationPage;
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

@OnServers
class InboxResourceIT {

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
    class State {

        @Test
        void of_a_user_who_was_never_mentioned_is_empty() {
            assertThat(api.state()).isEqualTo(new InboxState(0, 0, 0, 0, epoch, 0));
        }

        @Test
        void counts_what_came() {
            mention(3);

            assertThat(api.state()).isEqualTo(new InboxState(3, 3, 3, 3, epoch, 0));
        }
    }

    @Nested
    class Notifications {

        @Test
        void are_pages_from_the_newest_on() {
            mention(5);

            NotificationPage first = page("?limit=2");
            NotificationPage second = page("?limit=2&before=" + first.nextBefore());
            NotificationPage last = page("?limit=2&before=" + second.nextBefore());

            assertThat(seqs(first)).containsExactly(5L, 4L);
            assertThat(seqs(second)).containsExactly(3L, 2L);
            assertThat(seqs(last)).containsExactly(1L);
            assertThat(last.nextBefore()).isNull();
        }

        @Test
        void that_just_fill_a_page_have_no_next_one() {
            mention(2);

            assertThat(page("?limit=2").nextBefore()).isNull();
        }

        @Test
        void are_twenty_unless_the_caller_asks_for_another_number() {
            mention(21);

            assertThat(page("").notifications()).hasSize(20);
            assertThat(page("?limit=100").notifications()).hasSize(21);
        }

        @Test
        void carry_what_was_mentioned_letter_for_letter() {
            mention(1);

            Notification notification = page("").notifications().getFirst();

            assertThat(notification.actor()).isEqualTo(Mentions.of(user).actor());
            assertThat(notification.source()).isEqualTo(Mentions.of(user).source());
            assertThat(notification.excerpt()).isEqualTo(Mentions.of(user).excerpt());
            assertThat(notification.occurredAt()).isEqualTo(Mentions.of(user).occurredAt());
            assertThat(notification.id().version()).isEqualTo(7);
            assertThat(notification.read()).isFalse();
        }

        @Test
        void leave_out_archived_ones_and_know_the_watermark() {
            List<UUID> ids = mention(4);
            api.readAll("{\"upTo\":2}");
            api.archive(ids.get(2));

            assertThat(page("").notifications()).extracting(n -> n.seq() + " " + n.read())
                    .containsExactly("4 false", "2 true", "1 true");
        }
    }

    @Nested
    class Seen {

        @Test
        void leaves_all_unread() {
            mention(2);

            assertThat(api.seen()).isEqualTo(new InboxState(2, 0, 2, 3, epoch, 0));
        }

        @Test
        void twice_is_one_change() {
            mention(2);

            assertThat(api.seen()).isEqualTo(api.seen());
        }

        @Test
        void of_a_user_without_an_inbox_changes_nothing() {
            assertThat(api.seen()).isEqualTo(new InboxState(0, 0, 0, 0, epoch, 0));
        }
    }

    @Nested
    class Read {

        @Test
        void lowers_unread_by_what_was_unread_and_unseen_never_exceeds_it() {
            List<UUID> ids = mention(3);

            assertThat(api.read(ids.get(0), ids.get(1))).isEqualTo(new InboxState(1, 1, 3, 4, epoch, 0));
        }

        @Test
        void twice_is_one_change() {
            List<UUID> ids = mention(2);

            assertThat(api.read(ids.get(0))).isEqualTo(api.read(ids.get(0)));
            assertThat(api.read(ids.get(0), ids.get(0), ids.get(1)).unread()).isZero();
        }

        @Test
        void passes_over_ids_of_other_inboxes_and_of_nothing() {
            mention(1);
            UUID foreign = NotificationIds.of(store.addNew(List.of(Mentions.of(Mentions.newUser()))).await().indefinitely()).getFirst();

            assertThat(api.read(foreign, UUID.randomUUID())).isEqualTo(new InboxState(1, 1, 1, 1, epoch, 0));
        }

        @Test
        void of_an_archived_one_does_not_count_it_again() {
            List<UUID> ids = mention(2);
            api.archive(ids.get(0));

            assertThat(api.read(ids.get(0)).unread()).isEqualTo(1);
        }
    }

    @Nested
    class ReadAll {

        @Test
        void moves_the_watermark_and_touches_no_notification() {
            mention(3);

            assertThat(api.readAll("{}")).isEqualTo(new InboxState(0, 0, 3, 4, epoch, 3));
            assertThat(Database.count("SELECT max(rev) FROM notification WHERE recipient_id = '%s'".formatted(user)))
                    .isEqualTo(3);
        }

        @Test
        void up_to_a_place_leaves_what_is_newer_and_does_not_count_twice_what_was_read() {
            List<UUID> ids = mention(5);
            api.read(ids.get(0));
            api.archive(ids.get(1));

            assertThat(api.readAll("{\"upTo\":3}")).isEqualTo(new InboxState(2, 2, 5, 8, epoch, 3));
        }

        @Test
        void never_moves_the_watermark_back_nor_beyond_the_newest() {
            mention(2);
            api.readAll("{\"upTo\":99}");

            assertThat(api.readAll("{\"upTo\":1}")).isEqualTo(new InboxState(0, 0, 2, 3, epoch, 2));
            mention(1);
            assertThat(api.state()).isEqualTo(new InboxState(1, 1, 3, 4, epoch, 2));
        }

        @Test
        void of_nothing_more_changes_nothing() {
            mention(1);

            assertThat(api.readAll("{\"upTo\":null}")).isEqualTo(api.readAll("{\"upTo\":1}"));
            assertThat(api.readAll("{\"upTo\":0}").rev()).isEqualTo(2);
        }
    }

    @Nested
    class Archive {

        @Test
        void takes_unread_ones_out_of_the_count() {
            List<UUID> ids = mention(3);
            api.read(ids.get(0));

            assertThat(api.archive(ids.get(0), ids.get(1))).isEqualTo(new InboxState(1, 1, 3, 5, epoch, 0));
        }

        @Test
        void below_the_watermark_counts_nothing_down() {
            List<UUID> ids = mention(2);
            api.readAll("{\"upTo\":1}");

            assertThat(api.archive(ids.get(0)).unread()).isEqualTo(1);
        }

        @Test
        void twice_is_one_change() {
            List<UUID> ids = mention(1);

            assertThat(api.archive(ids.get(0))).isEqualTo(api.archive(ids.get(0)));
        }
    }

    @Nested
    class Publishing {

        @Test
        void a_change_is_published_with_exactly_what_changed() throws IOException {
            List<UUID> ids = mention(3);

            try (RedisListener listener = RedisListener.subscribe(user)) {
                api.read(ids.get(0));
                api.archive(ids.get(1));
                api.readAll("{}");
                api.seen();

                soon().untilAsserted(() -> assertThat(listener.frames()).hasSize(3));
                assertThat(listener.frames()).extracting(frame -> frame.event() + " " + frame.headers()).containsExactly(
                        "inbox_changed 3 4 " + epoch, "inbox_changed 4 5 " + epoch, "inbox_changed 5 6 " + epoch);
                assertThat(new ObjectMapper().readTree(listener.frames().get(0).payload())).isEqualTo(new ObjectMapper().readTree(
                        "{\"unread\":2,\"unseen\":2,\"seq\":3,\"rev\":4,\"epoch\":\"%s\",\"read\":[\"%s\"],\"read_up_to\":0,\"archived\":[]}"
                                .formatted(epoch, ids.get(0))));
                assertThat(listener.frames().get(1).payload()).contains("\"archived\":[\"%s\"]".formatted(ids.get(1)));
                assertThat(listener.frames().get(2).payload()).contains("\"unread\":0", "\"read_up_to\":3");
            }
        }
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
