package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Retraction;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.contracts.Source;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.RedisListener;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.shards.Shards;
import dev.beckon.notification.push.ChangePublisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too old or too many goes, counts stay exact, and clients follow. Ages are made by SQL. */
@OnServers
class RetentionIT {

    static final Keep A_MONTH = new Keep(Optional.of(Duration.ofDays(30)), Optional.empty(), Optional.empty());
    static final Keep FOUR = new Keep(Optional.empty(), Optional.of(4L), Optional.empty());
    static final Keep ARCHIVED_FOR_A_WEEK = new Keep(Optional.empty(), Optional.empty(), Optional.of(Duration.ofDays(7)));

    @Inject
    NotificationStore store;

    @Inject
    InboxWriter writer;

    @Inject
    InboxFrames frames;

    @Inject
    ChangePublisher publisher;

    @Inject
    Shards shards;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final String user = Mentions.newUser();
    final Api api = new Api(user);
    final UUID epoch = Database.epochOf(user);

    /** As the configuration. */
    record Keep(Optional<Duration> age, Optional<Long> perInbox, Optional<Duration> archivedAge) implements RetentionConfig {

        @Override
        public double share() {
            return 1;
        }
    }

    @AfterEach
    void the_inbox_adds_up() {
        assertThat(Database.brokenInboxes(user)).isEmpty();
    }

    @Test
    void what_is_older_than_the_age_is_taken_back_by_one_change_with_one_frame() throws IOException {
        List<UUID> ids = mention(6);
        api.read(ids.get(0)); // rev 7
        api.archive(ids.get(1)); // rev 8
        api.seen(); // rev 9
        mention(1); // rev 10
        Database.execute("UPDATE notification SET created_at = now() - interval '31 days' WHERE recipient_id = '%s' AND seq <= 4"
                .formatted(user));

        try (RedisListener listener = RedisListener.subscribe(user)) {
            walk(A_MONTH);

            soon().untilAsserted(() -> assertThat(listener.frames()).hasSize(1));
            assertThat(listener.frames().getFirst().revisions().previous()).isEqualTo(10);
            assertThat(listener.frames().getFirst().payload()).contains("\"unread\":3,\"unseen\":1,", "\"retracted\":["
                    + String.join(",", ids.subList(0, 4).stream().map("\"%s\""::formatted).toList()) + "]");
        }
        assertThat(api.state()).isEqualTo(new InboxState(3, 1, 7, 11, epoch, 0));
        assertThat(seqs("?count=true")).containsExactly(7L, 6L, 5L);
        assertThat(seqs("?archived=true")).isEmpty();
        assertThat(removed("age")).isEqualTo(4);
        walk(A_MONTH);
        assertThat(api.state().rev()).isEqualTo(11);
    }

    @Test
    void an_inbox_keeps_the_newest_that_are_not_taken_back_and_archived_ones_are_among_them() {
        List<UUID> ids = mention(10);
        api.archive(ids.get(8));
        api.read(ids.get(3));
        retract(10);

        walk(FOUR);

        assertThat(seqs("")).containsExactly(8L, 7L, 6L);
        assertThat(seqs("?archived=true")).containsExactly(9L);
        assertThat(api.state().unread()).isEqualTo(3);
        assertThat(removed("number")).as("with those of later users").isGreaterThanOrEqualTo(5);
        mention(1);
        walk(FOUR);
        assertThat(seqs("")).containsExactly(11L, 8L, 7L);
    }

    @Test
    void more_than_one_frame_can_name_goes_in_several_changes() {
        mention(1_100);

        walk(FOUR);

        assertThat(seqs("")).containsExactly(1_100L, 1_099L, 1_098L, 1_097L);
        assertThat(api.state()).isEqualTo(new InboxState(4, 4, 1_100, 1_103, epoch, 0));
    }

    @Test
    void by_age_and_by_number_each_go_with_their_own_cause() {
        mention(10);
        Database.execute("UPDATE notification SET created_at = now() - interval '31 days' WHERE recipient_id = '%s' AND seq <= 2"
                .formatted(user));

        walk(new Keep(A_MONTH.age(), FOUR.perInbox(), Optional.empty()));

        assertThat(removed("age")).isEqualTo(2);
        assertThat(removed("number")).as("with those of later users").isGreaterThanOrEqualTo(4);
        assertThat(seqs("")).hasSize(4);
    }

    @Test
    void an_inbox_within_bounds_is_not_written() {
        mention(4);
        String before = Database.rows("SELECT xmin, i.* FROM inbox i WHERE recipient_id = '%s'".formatted(user)).getFirst();

        walk(new Keep(A_MONTH.age(), FOUR.perInbox(), ARCHIVED_FOR_A_WEEK.archivedAge()));

        assertThat(Database.rows("SELECT xmin, i.* FROM inbox i WHERE recipient_id = '%s'".formatted(user))).containsExactly(before);
    }

    @Test
    void what_was_taken_back_a_week_ago_is_deleted_with_its_text_and_a_client_behind_it_takes_a_snapshot() {
        mention(5);
        retract(1); // rev 6
        mention(1); // rev 7
        api.readAll("{\"upTo\":2}"); // rev 8
        makeOlder("retracted_at", 1);
        UUID mention = mentionOf(1);
        Database.execute("UPDATE mention SET retracted_at = retracted_at - interval '8 days' WHERE id = '%s'".formatted(mention));
        assertThat(since(5).retracted()).extracting(Retraction::seq).containsExactly(1L);

        walk(ARCHIVED_FOR_A_WEEK);

        assertThat(Database.rows("SELECT seq FROM notification WHERE recipient_id = '%s' AND seq = 1".formatted(user))).isEmpty();
        assertThat(Database.rows("SELECT lane FROM mention WHERE id = '%s' AND lane IN (-1, %d)".formatted(mention, Lane.of(user)
                .number())))
                .isEmpty();
        assertThat(since(5).snapshot()).isTrue();
        assertThat(since(5).notifications()).extracting(Notification::seq).containsExactly(6L, 5L, 4L, 3L, 2L);
        assertThat(since(6).snapshot()).isFalse();
        assertThat(since(6).notifications()).extracting(Notification::seq).containsExactly(6L);
        assertThat(api.state().rev()).isEqualTo(8);
    }

    @Test
    void archived_ones_are_deleted_when_they_have_been_archived_for_long() {
        List<UUID> ids = mention(4);
        api.archive(ids.get(0), ids.get(1)); // rev 5
        api.archive(ids.get(2)); // rev 6
        UUID edited = mentionOf(2);
        Database.execute("UPDATE mention SET revision = 3 WHERE id = '%s'".formatted(edited));
        makeOlder("archived_at", 1);
        makeOlder("archived_at", 2);

        walk(ARCHIVED_FOR_A_WEEK);

        assertThat(seqs("?archived=true")).as("the edit may come again").containsExactly(3L, 2L);
        assertThat(api.state()).isEqualTo(new InboxState(1, 1, 4, 6, epoch, 0));
        assertThat(removed("archived")).isEqualTo(1);
        assertThat(since(4).snapshot()).isTrue();
        assertThat(since(5).snapshot()).isFalse();
        Database.execute("UPDATE mention SET updated_at = updated_at - interval '8 days' WHERE id = '%s'".formatted(edited));
        walk(ARCHIVED_FOR_A_WEEK);
        assertThat(seqs("?archived=true")).containsExactly(3L);
    }

    @Test
    void a_text_stays_while_somebody_of_its_lane_has_it() {
        String other = Stream.generate(Mentions::newUser).filter(one -> Lane.of(one).equals(Lane.of(user))).findFirst().orElseThrow();
        MentionCreated shared = Mentions.of(user, other);
        store.addNew(List.of(shared)).await().indefinitely();
        api.archive(UUID.fromString(Database.rows("SELECT id FROM notification WHERE recipient_id = '%s'".formatted(user)).getFirst()));
        makeOlder("archived_at", 1);

        walk(ARCHIVED_FOR_A_WEEK);

        assertThat(Database.rows("SELECT seq FROM notification WHERE recipient_id = '%s'".formatted(user))).isEmpty();
        assertThat(new Api(other).notifications("").asString()).contains("Look, @you");
    }

    @Test
    void a_repeated_record_of_what_was_taken_back_adds_nothing() {
        List<MentionCreated> mentions = Stream.generate(() -> Mentions.of(user)).limit(5).toList();
        store.addNew(mentions).await().indefinitely();
        walk(FOUR);

        assertThat(store.addNew(mentions).await().indefinitely().added()).isZero();
        assertThat(seqs("")).containsExactly(5L, 4L, 3L, 2L);
    }

    @Test
    void the_process_that_holds_the_walk_makes_its_step_and_others_pass() throws SQLException {
        mention(5);
        startAt(user.substring(0, user.length() - 1));

        try (Database.Lock _ = Database.lockBy("SELECT FROM retention_walk FOR UPDATE")) {
            assertThat(step(FOUR)).isFalse();
        }
        assertThat(step(FOUR)).isTrue();
        assertThat(seqs("")).hasSize(4);
    }

    @Test
    void a_locked_inbox_has_its_turn_in_the_next_walk_and_keeps_no_other_from_its_own() throws SQLException {
        List<String> users = Mentions.newUsers(3);
        IntStream.range(0, 5).forEach(_ -> store.addNew(List.of(Mentions.of(UUID.randomUUID(), users))).await().indefinitely());

        try (Database.Lock _ = Database.lockInbox(users.get(1))) {
            walk(FOUR, users.getFirst());
        }

        assertThat(users).extracting(one -> new Api(one).state().unread()).containsExactly(4, 5, 4);
        walk(FOUR, users.getFirst());
        assertThat(users).extracting(one -> new Api(one).state().unread()).containsExactly(4, 4, 4);
    }

    @Test
    void a_walk_ends_with_the_texts_that_nobody_has_and_the_next_begins_an_hour_later() {
        UUID gone = UUID.randomUUID();
        store.store(List.of(new Retracted(Lane.of(user), new MentionRetracted(gone, 7L)))).await().indefinitely();
        UUID recent = UUID.randomUUID();
        store.store(List.of(new Retracted(Lane.of(user), new MentionRetracted(recent, 7L)))).await().indefinitely();
        Database.execute("UPDATE mention SET retracted_at = retracted_at - interval '8 days' WHERE id = '%s'".formatted(gone));
        startAt("~");

        boolean goesOn = true;
        while (goesOn) {
            goesOn = step(ARCHIVED_FOR_A_WEEK);
        }

        assertThat(Database.rows("SELECT id FROM mention WHERE id IN ('%s', '%s')".formatted(gone, recent)))
                .containsExactly(recent.toString());
        Database.execute("UPDATE retention_walk SET begun_at = begun_at - interval '61 minutes'");
        assertThat(step(ARCHIVED_FOR_A_WEEK)).isTrue();
        assertThat(Database.count("SELECT count(*) FROM retention_walk WHERE begun_at > now() - interval '1 minute' AND NOT ended"))
                .isEqualTo(1);
    }

    @Test
    void two_walks_among_mentions_retractions_and_what_owners_do_leave_every_count_right() {
        List<String> users = Mentions.newUsers(8);
        String prefix = users.getFirst().substring(0, 41);
        Random random = new Random(11);
        Keep keep = new Keep(Optional.empty(), Optional.of(12L), ARCHIVED_FOR_A_WEEK.archivedAge());
        startAt(prefix);

        Multi.createFrom().range(0, 2_000).map(_ -> new Random(random.nextLong()))
                .onItem().transformToUni(one -> operation(users, prefix, keep, one).onFailure(DatabaseFailure::isContention).retry().atMost(
                        99))
                .merge(8).collect().last().await().indefinitely();
        walk(keep, users.getFirst());

        assertThat(Database.brokenInboxes(prefix)).isEmpty();
        assertThat(Database.rows("SELECT recipient_id FROM notification WHERE starts_with(recipient_id, '%s') AND retracted_at IS NULL"
                .formatted(prefix) + " GROUP BY recipient_id HAVING count(*) > 12")).isEmpty();
        assertThat(Database.withoutText(prefix)).as("shown without a text").isEmpty();
        assertThat(Database.count("SELECT sum(forgotten_rev) FROM inbox WHERE starts_with(recipient_id, '%s')".formatted(prefix)))
                .isPositive();
    }

    private Uni<?> operation(List<String> users, String prefix, Keep keep, Random random) {
        String one = users.get(random.nextInt(users.size()));
        List<String> some = users.stream().filter(_ -> random.nextInt(3) == 0).toList();
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> store.addNew(List.of(Mentions.of(UUID.randomUUID(), some.isEmpty() ? users : some)));
            case 3 -> writer.mark(one, Mark.values()[random.nextInt(4)], Selection.of(new Source.Key("comment", "c-7")));
            case 4 -> random.nextBoolean() ? writer.readAll(one, (long) random.nextInt(200)) : writer.seen(one);
            case 5 -> sql("""
                    SELECT FROM inbox WHERE recipient_id = '%1$s' FOR UPDATE;
                    UPDATE notification SET retracted_at = retracted_at - interval '8 days', archived_at = archived_at - interval '8 days'
                    WHERE recipient_id = '%1$s' AND num_nonnulls(retracted_at, archived_at) > 0""".formatted(one));
            // a step of a process of its own; from the first of the users, if the walk has passed them
            default -> sql("UPDATE retention_walk SET ended = false, passed = '%1$s' WHERE passed IS NULL OR passed > '%1$s~'".formatted(
                    prefix))
                    .chain(() -> newWalk(keep).step(shards.all().getFirst()));
        };
    }

    private static Uni<Boolean> sql(String sql) {
        return Uni.createFrom().item(() -> {
            Database.execute(sql);
            return true;
        }).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private void walk(Keep keep) {
        walk(keep, user);
    }

    /** From the user's inbox on until all that have its prefix are done. */
    private void walk(Keep keep, String first) {
        String prefix = first.substring(0, 41);
        startAt(prefix.substring(0, 40));
        do {
            step(keep);
        } while (Database.count("SELECT count(*) FROM retention_walk WHERE passed < '%s~'".formatted(prefix)) > 0);
    }

    private static void startAt(String passed) {
        Database.execute("UPDATE retention_walk SET begun_at = now(), ended = false, passed = '%s', texts_passed = 0".formatted(passed));
    }

    private boolean step(Keep keep) {
        return newWalk(keep).step(shards.all().getFirst()).await().indefinitely();
    }

    private RetentionWalk newWalk(Keep keep) {
        return new RetentionWalk(new Retention(keep, frames), publisher, meters);
    }

    private double removed(String cause) {
        return meters.counter("beckon.notifications.removed", "cause", cause).count();
    }

    private List<UUID> mention(int times) {
        return NotificationIds.of(store.addNew(Collections.nCopies(times, user).stream().map(Mentions::of).toList()).await()
                .indefinitely());
    }

    private UUID mentionOf(long seq) {
        return UUID.fromString(Database.rows("SELECT mention_id FROM notification WHERE recipient_id = '%s' AND seq = %d"
                .formatted(user, seq)).getFirst());
    }

    private void retract(long seq) {
        store.store(List.of(new Retracted(Lane.of(user), new MentionRetracted(mentionOf(seq), 1L)))).await().indefinitely();
    }

    private void makeOlder(String column, long seq) {
        Database.execute("UPDATE notification SET %1$s = %1$s - interval '8 days' WHERE recipient_id = '%2$s' AND seq = %3$d"
                .formatted(column, user, seq));
    }

    private Difference since(long rev) {
        return api.changes(rev, epoch).then().statusCode(200).extract().as(Difference.class);
    }

    private List<Long> seqs(String query) {
        return api.notifications(query).then().statusCode(200).extract().as(NotificationPage.class).notifications().stream()
                .map(Notification::seq).toList();
    }
}
