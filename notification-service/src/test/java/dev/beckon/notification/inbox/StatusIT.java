package dev.beckon.notification.inbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Database.Lock;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.MentionChange.Revised;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the caller that posted a mention learns about its recipients. */
@OnServers
class StatusIT {

    private static final String CALLER = "tracker";

    @Inject
    NotificationStore store;

    final String key = UUID.randomUUID().toString();
    final UUID id = new MentionKey(CALLER, key).id();
    final String ann = Mentions.newUser() + "-a";

    @Test
    void each_time_is_there_once_it_has_happened_and_no_text_is() {
        post(ann);
        Response stored = status();

        new Api(ann).seen();
        Map<String, String> seen = recipient(ann);
        new Api(ann).read(notificationOf(ann));
        Map<String, String> read = recipient(ann);
        new Api(ann).archive(notificationOf(ann));
        Map<String, String> archived = recipient(ann);

        assertThat(stored.<Map<String, Object>>path("")).containsOnlyKeys("id", "revision", "occurred_at", "recipients")
                .containsEntry("id", id.toString()).containsEntry("revision", 0);
        assertThat(stored.<List<Map<String, String>>>path("recipients").getFirst()).containsOnlyKeys("user", "stored_at");
        assertThat(seen).containsOnlyKeys("user", "stored_at", "seen_at");
        assertThat(read).containsOnlyKeys("user", "stored_at", "seen_at", "read_at").containsEntry("seen_at", seen.get("seen_at"));
        assertThat(archived).containsOnlyKeys("user", "stored_at", "seen_at", "read_at", "archived_at");
        assertThat(Stream.of("stored_at", "seen_at", "read_at", "archived_at").map(archived::get).map(Instant::parse)).isSorted();
    }

    @Test
    void read_with_all_others_has_the_time_of_the_call_that_passed_it_and_later_calls_change_nothing() {
        post(ann);
        new Api(ann).readAll("{\"upTo\":1}");
        new Api(ann).seen();
        Map<String, String> first = recipient(ann);
        store(List.of(new Created(Mentions.of(ann))));
        new Api(ann).readAll("{}");
        new Api(ann).seen();

        assertThat(first).containsOnlyKeys("user", "stored_at", "seen_at", "read_at");
        assertThat(recipient(ann)).isEqualTo(first);
    }

    @Test
    void marked_as_unread_it_is_not_read_until_it_is_read_again() {
        post(ann);
        new Api(ann).readAll("{}");
        new Api(ann).unread(notificationOf(ann));
        Map<String, String> unread = recipient(ann);
        new Api(ann).readAll("{}");

        assertThat(unread).containsOnlyKeys("user", "stored_at");
        assertThat(recipient(ann)).containsKey("read_at");
    }

    @Test
    void what_an_earlier_release_marked_has_at_the_latest_the_time_of_the_inbox() {
        post(ann);
        new Api(ann).seen();
        new Api(ann).readAll("{}");
        Database.execute("DELETE FROM inbox_mark WHERE recipient_id = '" + ann + "'");

        assertThat(recipient(ann)).containsKeys("seen_at", "read_at");
    }

    @Test
    void an_inbox_keeps_the_newest_marks_and_what_is_older_has_the_oldest_time_left() {
        post(ann);
        new Api(ann).readAll("{}");
        Database.execute(("INSERT INTO inbox_mark SELECT '%s', 'read', n, timestamptz '2026-01-01' + n * interval '1 s'"
                + " FROM generate_series(-1000, 0) n").formatted(ann));
        store(List.of(new Created(Mentions.of(ann))));
        new Api(ann).readAll("{}");

        assertThat(Database.count("SELECT count(*) FROM inbox_mark WHERE recipient_id = '" + ann + "'")).isEqualTo(1_000);
        assertThat(Database.count("SELECT max(up_to) FROM inbox_mark WHERE recipient_id = '" + ann + "'")).isEqualTo(2);
    }

    @Test
    void an_edit_shows_its_revision_and_whom_it_names_no_more() {
        String bob = Mentions.newUser() + "-b";
        post(ann, bob);
        revise(3, bob);
        new Api(ann).seen();

        Response status = status();

        assertThat(status.<Integer>path("revision")).isEqualTo(3);
        assertThat(status.<String>path("retracted_at")).isNull();
        assertThat(recipient(ann)).as("seen after it was gone").containsOnlyKeys("user", "stored_at", "retracted_at");
        assertThat(recipient(bob)).containsOnlyKeys("user", "stored_at");
    }

    @Test
    void taken_back_it_has_the_time_and_what_was_seen_before_stays_seen() {
        post(ann);
        new Api(ann).seen();
        revise(2);

        Response status = status();

        assertThat(status.<Map<String, Object>>path("")).containsOnlyKeys("id", "revision", "retracted_at", "recipients");
        assertThat(recipient(ann)).containsOnlyKeys("user", "stored_at", "seen_at", "retracted_at");
    }

    @Test
    void pages_go_through_all_recipients_in_the_order_of_their_ids() {
        String prefix = Mentions.newUser();
        List<String> inOrder = List.of(prefix + "-Z", prefix + "-a", prefix + "-ä", prefix + "-\uFF21",
                prefix + "-😀", prefix + "-" + "😀".repeat(200), prefix + "-😁");
        post(inOrder.reversed().toArray(String[]::new));

        List<String> paged = new ArrayList<>();
        for (String after = ""; after != null;) {
            Response page = given().auth().oauth2(Api.token(CALLER, "mentions:write")).queryParam("limit", 2)
                    .queryParams(after.isEmpty() ? Map.of() : Map.of("after", after)).get("/mentions/{key}", key);
            paged.addAll(page.path("recipients.user"));
            after = page.path("next_after");
        }

        assertThat(paged).isEqualTo(inOrder);
    }

    @ParameterizedTest
    @CsvSource({
            "tracker, mentions:write, '', 200", "tracker, mentions:read, '', 200", "tracker, mentions:write, ?caller=tracker, 200",
            "other, mentions:write, '', 404", "other, mentions:read, '', 404", "other, mentions:read, ?caller=tracker, 200",
            "other, mentions:write, ?caller=tracker, 403", "tracker, inboxes:read, '', 403",
            "tracker, mentions:write, ?limit=0, 400", "tracker, mentions:write, ?limit=501, 400",
            "tracker, mentions:write, ?after=%00, 400"})
    void callers_read_their_own_mentions_and_with_a_role_those_of_others(String subject, String role, String query, int status) {
        post(ann);

        assertThat(given().urlEncodingEnabled(false).auth().oauth2(Api.token(subject, role)).get("/mentions/" + key + query)
                .statusCode()).isEqualTo(status);
    }

    @Test
    void a_mention_without_a_token_or_of_nobody_or_with_no_key_is_refused() {
        assertThat(given().get("/mentions/{key}", key).statusCode()).isEqualTo(401);
        assertThat(status().statusCode()).isEqualTo(404);
        assertThat(status().<String>path("detail")).contains("not stored yet");
        assertThat(given().auth().oauth2(Api.token(CALLER, "mentions:write")).get("/mentions/{key}", "a key").statusCode())
                .isEqualTo(400);
    }

    @Test
    void while_a_lane_moves_or_the_database_is_silent_the_caller_comes_again() throws SQLException {
        post(ann);
        Database.execute("UPDATE lane SET moved_to = 'elsewhere:5432/beckon' WHERE number = 63");
        Response moving = status();
        Database.execute("UPDATE lane SET moved_to = NULL WHERE number = 63");

        assertThat(moving.statusCode()).isEqualTo(503);
        assertThat(moving.header("Retry-After")).isNotBlank();
        try (Lock _ = Database.lock("mention")) {
            assertThat(status().statusCode()).isEqualTo(503);
        }
        assertThat(status().statusCode()).isEqualTo(200);
    }

    private void post(String... recipients) {
        store(List.of(new Created(Mentions.of(id, List.of(recipients)))));
    }

    /** Names these recipients, and nobody else, in every lane. */
    private void revise(long revision, String... recipients) {
        Map<Lane, List<String>> named = Lane.divide(List.of(recipients));
        MentionCreated text = Mentions.of(id, List.of("nobody"));
        store(Lane.ALL.stream().<MentionChange>map(lane -> named.containsKey(lane)
                ? new Revised(lane, new MentionCreated(id, text.actor(), named.get(lane), text.source(), "second", text.occurredAt(), text
                        .kind(), null, null, null, revision))
                : new Retracted(lane, new MentionRetracted(id, revision))).toList());
    }

    private void store(List<MentionChange> changes) {
        store.store(changes).await().indefinitely();
    }

    private static UUID notificationOf(String user) {
        return UUID.fromString(new Api(user).notifications("").path("notifications[0].id"));
    }

    private Response status() {
        return given().auth().oauth2(Api.token(CALLER, "mentions:write")).get("/mentions/{key}", key);
    }

    private Map<String, String> recipient(String user) {
        return status().<List<Map<String, String>>>path("recipients").stream().filter(one -> one.get("user").equals(user)).findFirst()
                .orElseThrow();
    }
}
