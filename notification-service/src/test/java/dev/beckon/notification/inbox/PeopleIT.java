package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.RedisListener;
import dev.beckon.notification.RedisListener.Received;
import dev.beckon.notification.inbox.MentionChange.Revised;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A person is erased, as recipient and as actor, and exported. */
@OnServers
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PeopleIT {

    @Inject
    NotificationStore store;

    @Inject
    ObjectMapper json;

    final String person = Mentions.newUser();
    final String bob = Mentions.newUser();
    final String cleo = Mentions.newUser();

    @Test
    void as_recipient_nothing_of_the_person_is_left_and_others_keep_what_they_have() {
        MentionCreated both = Mentions.of(person, bob);
        MentionCreated alone = Mentions.of(person);
        store(both, alone);
        new Api(person).read(notification(person, alone));

        JsonNode receipt = erase();

        assertThat(receipt.path("notifications").intValue()).isEqualTo(2);
        assertThat(receipt.path("mentions").intValue()).isZero();
        assertNothingLeft();
        assertThat(texts(alone)).isEmpty();
        assertThat(texts(both)).hasSize(1);
        assertThat(new Api(bob).state().unread()).isEqualTo(1);
    }

    @Test
    void as_actor_the_person_is_taken_back_from_every_lane_with_exact_counts_and_devices_get_it() throws Exception {
        List<MentionCreated> mentions = IntStream.range(0, 3).mapToObj(_ -> by(person, bob, cleo)).toList();
        store(mentions.toArray(MentionCreated[]::new));
        store(Mentions.of(bob, cleo));
        new Api(bob).read(notification(bob, mentions.get(0)));
        new Api(bob).archive(notification(bob, mentions.get(1)));
        new Api(cleo).seen();
        InboxState before = new Api(bob).state();

        try (RedisListener device = RedisListener.subscribe(bob)) {
            JsonNode receipt = erase();

            assertThat(receipt.path("mentions").intValue()).isEqualTo(mentions.size());
            soon().untilAsserted(() -> assertThat(device.frames()).hasSize(1));
            Received frame = device.frames().getFirst();
            assertThat(frame.event()).isEqualTo("inbox_changed");
            assertThat(tree(frame.payload()).path("retracted")).hasSize(3);
            assertThat(tree(frame.payload()).path("unread").intValue()).isEqualTo(1);
            assertThat(frame.revisions().rev()).isEqualTo(before.rev() + 1);
        }
        assertNothingLeft();
        assertThat(new Api(bob).state().unread()).isEqualTo(1);
        assertThat(new Api(bob).state().unseen()).isEqualTo(1);
        assertThat(new Api(cleo).state().unread()).isEqualTo(1);
        assertThat(new Api(cleo).state().unseen()).isZero();
        assertThat(Database.brokenInboxes(bob)).isEmpty();
        assertThat(Database.brokenInboxes(cleo)).isEmpty();
    }

    @Test
    void a_record_that_comes_again_brings_nothing_back_and_a_later_mention_is_a_new_event() {
        MentionCreated received = Mentions.of(person, bob);
        MentionCreated written = by(person, bob, cleo);
        try (KafkaClient kafka = new KafkaClient()) {
            int deadLetters = kafka.deadLetters().size();
            kafka.send(received);
            kafka.send(written);
            soon().untilAsserted(() -> assertThat(new Api(bob).state().unread()).isEqualTo(2));
            erase();

            kafka.send(received);
            kafka.send(written);
            kafka.send(Mentions.of(person));
            kafka.send(by(person, cleo));
            kafka.send(Mentions.of(bob));

            soon().untilAsserted(() -> assertThat(new Api(bob).state().unread()).isEqualTo(2));
            soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
            assertNothingLeft();
            assertThat(new Api(cleo).state().unread()).isZero();
            assertThat(kafka.deadLetters()).hasSize(deadLetters);

            kafka.send(now(Mentions.of(person)));
            kafka.send(now(by(person, cleo)));
            soon().untilAsserted(() -> assertThat(new Api(person).state().unread()).isEqualTo(1));
            soon().untilAsserted(() -> assertThat(new Api(cleo).state().unread()).isEqualTo(1));
        }
        assertThat(Database.brokenInboxes(person)).isEmpty();
    }

    @Test
    void revisions_of_the_person_take_back_and_another_actor_may_revise_with_the_next_number() {
        MentionCreated mention = by(person, bob);
        store(mention);
        revise(mention, 3, bob);
        erase();

        revise(mention, 4, bob);
        assertThat(new Api(bob).state().unread()).isZero();
        assertNothingLeft();
        revise(Mentions.of(mention.id(), List.of()), 4, bob);
        assertThat(new Api(bob).state().unread()).as("a number that was used").isZero();
        revise(Mentions.of(mention.id(), List.of()), 5, bob, person);

        assertThat(new Api(bob).state().unread()).isEqualTo(1);
        assertNothingLeft();
        assertThat(Database.brokenInboxes(bob)).isEmpty();
    }

    @Test
    void devices_find_an_empty_inbox_and_its_revision_never_falls() throws Exception {
        store(Mentions.of(person), Mentions.of(person));
        InboxState before = new Api(person).state();

        try (RedisListener device = RedisListener.subscribe(person)) {
            erase();
            soon().untilAsserted(() -> assertThat(device.frames()).isNotEmpty());
            assertThat(device.frames()).allSatisfy(frame -> {
                assertThat(frame.event()).isEqualTo("stale");
                assertThat(frame.revisions().rev()).isGreaterThan(before.rev());
            });
        }

        CatchUp.Difference empty = since(before);
        assertThat(empty.snapshot()).isTrue();
        assertThat(empty.notifications()).isEmpty();
        assertThat(empty.state().rev()).isGreaterThan(before.rev());
        assertThat(empty.state().unread()).isZero();
        assertThat(new Api(person).state()).isEqualTo(empty.state());
        assertThat(new Api(person).seen()).isEqualTo(empty.state());
        assertThat(since(empty.state()).snapshot()).isFalse();
        store(now(Mentions.of(person)));
        assertThat(since(empty.state()).notifications()).hasSize(1);
        assertThat(since(empty.state()).state().rev()).isEqualTo(empty.state().rev() + 1);
        assertThat(since(before).snapshot()).as("a device that was away").isTrue();
    }

    @Test
    void a_client_of_groups_that_knew_no_notification_finds_a_snapshot_after_the_erasure() {
        InboxState empty = new Api(person).state();
        store(Mentions.of(person), Mentions.of(person));
        InboxState full = new Api(person).state();
        erase();
        InboxState erased = new Api(person).state();

        for (InboxState before : List.of(empty, full)) {
            CatchUp.Difference difference = groupsSince(before);

            assertThat(difference.snapshot()).isTrue();
            assertThat(difference.groups().entries()).isEmpty();
            assertThat(difference.state()).isEqualTo(erased);
        }
        assertThat(groupsSince(erased).snapshot()).isFalse();
    }

    @Test
    void an_export_has_everything_and_after_an_erasure_nothing() {
        Instant start = Instant.now();
        List<MentionCreated> received = IntStream.range(0, 510).mapToObj(_ -> Mentions.of(person)).toList();
        store(received.toArray(MentionCreated[]::new));
        List<MentionCreated> written = IntStream.range(0, 505).mapToObj(_ -> by(person, bob, cleo)).toList();
        store(written.toArray(MentionCreated[]::new));
        new Api(person).archive(notification(person, received.get(3)));
        revise(received.get(4), 1);
        new Api(person).seen();
        new Api(person).readAll("{\"upTo\":2}");
        new Api(person).readAll("{\"upTo\":3}");

        Response answer = export();

        assertThat(answer.contentType()).startsWith("application/x-ndjson");
        List<JsonNode> lines = answer.asString().lines().map(this::tree).toList();
        assertThat(lines.getFirst().at("/inbox/unread").intValue()).isEqualTo(505);
        assertThat(lines.stream().filter(line -> line.has("notification")).map(line -> line.at("/notification/seq").intValue()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 510).boxed().toList());
        assertThat(lines.get(4).at("/notification/archived_at").isTextual()).isTrue();
        assertThat(lines.get(5).at("/notification/retracted_at").isTextual()).isTrue();
        assertThat(lines.get(6).at("/notification/excerpt").textValue()).isEqualTo(received.getFirst().excerpt());
        assertThat(lines.stream().filter(line -> line.has("mention")).map(line -> line.at("/mention/id").textValue()))
                .containsExactlyInAnyOrderElementsOf(written.stream().map(mention -> mention.id().toString()).toList());
        assertThat(lines.stream().filter(line -> line.has("mark"))).extracting(line -> line.at("/mark/what").textValue()
                + " up to " + line.at("/mark/up_to").longValue()).containsExactly("read up to 2", "read up to 3", "seen up to 510");
        assertThat(lines.stream().filter(line -> line.has("mark"))).extracting(line -> line.at("/mark/at").textValue())
                .allSatisfy(at -> assertThat(OffsetDateTime.parse(at).toInstant()).isBetween(start, Instant.now()));
        assertThat(lines).hasSize(1 + 510 + 3 + 505);

        JsonNode receipt = erase();

        assertThat(receipt.path("notifications").intValue()).isEqualTo(510);
        assertThat(export().asString()).isEmpty();
        assertThat(new Api(bob).state().unread()).isZero();
        assertThat(Database.brokenInboxes(bob)).isEmpty();
        assertNothingLeft();
    }

    @Test
    void rows_of_a_release_that_kept_the_text_in_them_are_exported_and_taken_back() {
        MentionCreated old = by(person, bob);
        store(old);
        Database.execute("""
                UPDATE notification n SET actor = m.actor, source = m.source, excerpt = m.excerpt, occurred_at = m.occurred_at
                FROM mention m WHERE m.id = n.mention_id AND m.id = '%1$s'; DELETE FROM mention WHERE id = '%1$s'""".formatted(old.id()));
        assertThat(export().asString()).contains(old.id().toString());

        assertThat(erase().path("mentions").intValue()).isEqualTo(1);

        assertThat(new Api(bob).state().unread()).isZero();
        assertNothingLeft();
        assertThat(Database.brokenInboxes(bob)).isEmpty();
    }

    @Test
    void nothing_that_is_being_stored_meanwhile_is_left() throws InterruptedException {
        AtomicInteger stored = new AtomicInteger();
        AtomicBoolean erased = new AtomicBoolean();
        List<Thread> writers = IntStream.range(0, 4).mapToObj(_ -> Thread.ofVirtual().start(() -> {
            while (!erased.get()) {
                store.addNew(List.of(Mentions.of(person, bob), by(person, bob))).onFailure().retry().atMost(100).await().indefinitely();
                stored.incrementAndGet();
            }
        })).toList();
        soon().untilAsserted(() -> assertThat(stored).hasValueGreaterThan(20));

        erase();
        int before = stored.get();
        soon().untilAsserted(() -> assertThat(stored).hasValueGreaterThan(before + 8));
        erased.set(true);
        for (Thread writer : writers) {
            writer.join();
        }

        assertNothingLeft();
        assertThat(new Api(bob).state().unread()).isEqualTo(stored.get());
        assertThat(Database.brokenInboxes(bob)).isEmpty();
    }

    @Test
    void a_receipt_is_kept_and_each_call_leaves_a_line_that_does_not_name_the_person() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(record.getMessage().formatted(record.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("dev.beckon.audit").addHandler(handler);
        store(Mentions.of(person));

        JsonNode first = erase();
        store(now(Mentions.of(person)));
        JsonNode second = erase();
        export();
        Logger.getLogger("dev.beckon.audit").removeHandler(handler);

        assertThat(second.path("receipt")).isEqualTo(first.path("receipt"));
        assertThat(second.path("notifications").intValue()).isEqualTo(1);
        String hash = HexFormat.of().formatHex(Erased.hash(person));
        String receipt = first.path("receipt").textValue();
        assertThat(lines).filteredOn(line -> line.contains(hash)).containsExactly(
                "officer erases person %s, receipt %s".formatted(hash, receipt),
                "officer erases person %s, receipt %s".formatted(hash, receipt), "officer exports person " + hash);
        assertThat(lines).noneMatch(line -> line.contains(person));
    }

    @Test
    void only_the_role_may_call_and_only_for_a_user_id() {
        store(Mentions.of(person));

        for (String path : List.of("/people/{user}", "/people/{user}/export")) {
            String method = path.endsWith("export") ? "GET" : "DELETE";
            assertThat(given().request(method, path, person).statusCode()).isEqualTo(401);
            assertThat(given().auth().oauth2(Api.token(person, "admin", "inboxes:read")).request(method, path, person).statusCode())
                    .isEqualTo(403);
            Response invalid = given().auth().oauth2(Api.token("officer", "people:admin")).request(method, path, " blank");
            assertThat(invalid.statusCode()).isEqualTo(400);
            assertThat(invalid.contentType()).isEqualTo("application/problem+json");
        }

        assertThat(new Api(person).state().unread()).isEqualTo(1);
    }

    private JsonNode erase() {
        return tree(given().auth().oauth2(Api.token("officer", "people:admin")).delete("/people/{user}", person)
                .then().statusCode(200).extract().asString());
    }

    private Response export() {
        return given().auth().oauth2(Api.token("officer", "people:admin")).get("/people/{user}/export", person)
                .then().statusCode(200).extract().response();
    }

    private CatchUp.Difference since(InboxState known) {
        return new Api(person).changes(known.rev(), known.epoch()).as(CatchUp.Difference.class);
    }

    private CatchUp.Difference groupsSince(InboxState known) {
        return given().auth().oauth2(Api.token("gateway-1", "inboxes:read")).contentType("application/json")
                .body(List.of(new CatchUp.Position(person, known.rev(), known.epoch(), new CatchUp.Grouped(known.readUpTo()))))
                .post("/inboxes/catch-up").then().statusCode(200).extract().as(CatchUp.Difference[].class)[0];
    }

    private void store(MentionCreated... mentions) {
        store.addNew(List.of(mentions)).await().indefinitely();
    }

    private void revise(MentionCreated mention, long revision, String... recipients) {
        MentionCreated revised = new MentionCreated(mention.id(), mention.actor(), List.of(recipients), mention.source(), mention.excerpt(),
                mention.occurredAt(), mention.kind(), mention.thread(), mention.data(), null, revision);
        List<MentionChange> lanes = new ArrayList<>();
        Lane.ALL.forEach(lane -> lanes.add(new Revised(lane, revised.to(
                Stream.of(recipients).filter(recipient -> Lane.of(recipient).equals(lane)).toList()))));
        store.store(lanes).await().indefinitely();
    }

    private static MentionCreated by(String actor, String... recipients) {
        MentionCreated like = Mentions.of(recipients);
        return new MentionCreated(like.id(), new Actor(actor, "A person"), like.recipients(), like.source(), like.excerpt(),
                like.occurredAt());
    }

    /** The same, written now. */
    private static MentionCreated now(MentionCreated like) {
        return new MentionCreated(like.id(), like.actor(), like.recipients(), like.source(), like.excerpt(), Instant.now()).normalized();
    }

    private static UUID notification(String user, MentionCreated mention) {
        return UUID.fromString(Database.rows("SELECT id FROM notification WHERE recipient_id = '%s' AND mention_id = '%s'"
                .formatted(user, mention.id())).getFirst());
    }

    private static List<String> texts(MentionCreated mention) {
        return Database.rows("SELECT excerpt FROM mention WHERE id = '%s' AND excerpt IS NOT NULL".formatted(mention.id()));
    }

    /** The id is in no row of any table. */
    private void assertNothingLeft() {
        for (String table : List.of("inbox", "inbox_mark", "notification", "mention", "erased")) {
            assertThat(Database.count("SELECT count(*) FROM %1$s WHERE %1$s::text LIKE '%%%2$s%%'".formatted(table, person))).as(table)
                    .isZero();
        }
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
