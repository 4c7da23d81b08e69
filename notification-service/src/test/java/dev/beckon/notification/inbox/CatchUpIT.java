package dev.beckon.notification.inbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Notification;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnServers
class CatchUpIT {

    @Inject
    NotificationStore store;

    final String user = Mentions.newUser();
    final Api api = new Api(user);
    final UUID epoch = Database.epochOf(user);

    @Test
    void a_caller_that_is_up_to_date_gets_an_empty_difference() {
        mention(3);

        CatchUp.Difference difference = since(3L);

        assertThat(difference).isEqualTo(new CatchUp.Difference(user, new InboxState(3, 3, 3, 3, epoch, 0), List.of(), false));
    }

    @Test
    void a_caller_with_a_revision_gets_what_changed_since_by_revision() {
        List<UUID> ids = mention(4);
        api.read(ids.get(1)); // rev 5
        api.archive(ids.get(0), ids.get(2)); // rev 6

        CatchUp.Difference difference = since(3L);

        assertThat(difference.snapshot()).isFalse();
        assertThat(difference.notifications()).extracting(CatchUpIT::summary).containsExactly(
                "seq 4 rev 4", "seq 2 rev 5 read", "seq 1 rev 6 archived", "seq 3 rev 6 archived");
        assertThat(difference.state().rev()).isEqualTo(6);
        assertThat(difference.state().unread()).isEqualTo(1);
    }

    @Test
    void a_moved_watermark_is_a_change_without_notifications() {
        mention(2);
        api.readAll("{}");

        assertThat(since(2L)).isEqualTo(new CatchUp.Difference(user, new InboxState(0, 0, 2, 3, epoch, 2), List.of(), false));
    }

    @Test
    void without_a_revision_or_with_another_epoch_or_a_later_revision_the_answer_is_the_newest_twenty() {
        List<UUID> ids = mention(25);
        api.archive(ids.get(24));

        for (CatchUp.Position position : List.of(
                new CatchUp.Position(user, null, null),
                new CatchUp.Position(user, null, epoch),
                new CatchUp.Position(user, 25L, null),
                new CatchUp.Position(user, 26L, UUID.randomUUID()),
                new CatchUp.Position(user, 27L, epoch))) {
            CatchUp.Difference difference = differences(position).getFirst();

            assertThat(difference.snapshot()).isTrue();
            assertThat(difference.state().rev()).isEqualTo(26);
            assertThat(difference.notifications()).extracting(Notification::seq)
                    .containsExactlyElementsOf(IntStream.rangeClosed(5, 24).mapToObj(i -> 29L - i).toList());
        }
    }

    @Test
    void a_user_who_was_never_mentioned_is_at_revision_zero() {
        assertThat(since(0L)).isEqualTo(new CatchUp.Difference(user, InboxState.empty(epoch), List.of(), false));
        assertThat(since(null).snapshot()).isTrue();
        assertThat(since(1L).snapshot()).isTrue();
    }

    @Test
    void from_revision_zero_all_of_a_short_history_is_the_difference() {
        mention(2);

        assertThat(since(0L).snapshot()).isFalse();
        assertThat(since(0L).notifications()).hasSize(2);
    }

    @Test
    void two_hundred_changes_are_a_difference_and_one_more_a_snapshot() {
        List<MentionCreated> mentions = IntStream.range(0, 201).mapToObj(_ -> Mentions.of(user)).toList();
        store.addNew(mentions).await().indefinitely();

        assertThat(since(1L).notifications()).hasSize(CatchUp.MAX_CHANGES);
        assertThat(since(1L).snapshot()).isFalse();
        assertThat(since(0L).notifications()).hasSize(CatchUp.SNAPSHOT_SIZE);
        assertThat(since(0L).snapshot()).isTrue();
    }

    @Test
    void many_users_are_answered_in_the_order_of_their_positions() {
        List<String> users = Mentions.newUsers(300);
        store.addNew(List.of(Mentions.of(UUID.randomUUID(), users.subList(0, 200)))).await().indefinitely();
        List<CatchUp.Position> positions = users.reversed().stream()
                .map(one -> new CatchUp.Position(one, 0L, epoch)).toList();

        List<CatchUp.Difference> differences = differences(positions.toArray(CatchUp.Position[]::new));

        assertThat(differences).extracting(CatchUp.Difference::user).containsExactlyElementsOf(users.reversed());
        assertThat(differences).filteredOn(difference -> difference.notifications().size() == 1).hasSize(200);
    }

    @Test
    void one_user_twice_is_answered_twice() {
        mention(1);

        assertThat(differences(new CatchUp.Position(user, 0L, epoch), new CatchUp.Position(user, 1L, epoch)))
                .extracting(difference -> difference.notifications().size()).containsExactly(1, 0);
    }

    @Test
    void many_users_at_once_share_the_rows_of_one_answer() {
        List<MentionCreated> mentions = IntStream.range(0, 30).mapToObj(_ -> Mentions.of(user)).toList();
        store.addNew(mentions).await().indefinitely();
        List<CatchUp.Position> positions = IntStream.range(0, CatchUp.MAX_USERS)
                .mapToObj(_ -> new CatchUp.Position(user, 0L, epoch)).toList();

        assertThat(differences(positions.toArray(CatchUp.Position[]::new)))
                .allMatch(CatchUp.Difference::snapshot).hasSize(CatchUp.MAX_USERS);
    }

    @Test
    void a_restored_database_gives_every_user_a_snapshot() {
        mention(1);
        Database.execute("UPDATE lane SET epoch = gen_random_uuid()");

        assertThat(since(1L).snapshot()).isTrue();
        assertThat(since(1L).state().epoch()).isNotEqualTo(epoch);
        assertThat(api.state().epoch()).isEqualTo(since(1L).state().epoch());
    }

    @Test
    void a_user_asks_for_their_own_inbox_with_their_own_token() {
        mention(2);

        assertThat(api.changes(1, epoch).then().statusCode(200).extract().as(CatchUp.Difference.class))
                .isEqualTo(since(1L));
        assertThat(api.request().get("/inbox/{user}/changes", user).as(CatchUp.Difference.class).snapshot()).isTrue();
    }

    private CatchUp.Difference since(Long rev) {
        return differences(new CatchUp.Position(user, rev, epoch)).getFirst();
    }

    private List<CatchUp.Difference> differences(CatchUp.Position... positions) {
        return List.of(given().auth().oauth2(Api.token("gateway-1", "inboxes:read"))
                .contentType("application/json").body(List.of(positions)).post("/inboxes/catch-up")
                .then().statusCode(200).extract().as(CatchUp.Difference[].class));
    }

    private List<UUID> mention(int times) {
        return IntStream.range(0, times)
                .mapToObj(_ -> NotificationIds.of(store.addNew(List.of(Mentions.of(user))).await().indefinitely()).getFirst())
                .toList();
    }

    private static String summary(Notification notification) {
        return "seq %d rev %d%s%s".formatted(notification.seq(), notification.rev(),
                notification.read() ? " read" : "", notification.archived() ? " archived" : "");
    }
}
