package dev.beckon.systemtests;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Notification;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Emitter;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.KafkaMentions;
import dev.beckon.testclients.MentionApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/emitters.md that are not in {@link EmitterCasesIT} twice: the mention is stored once. Then it is edited and taken back. */
@SystemTest
class EmittersIT {

    final Beckon beckon;
    final Emitter emitter;
    final String alice;
    final String comment;
    final String outbox;

    EmittersIT(Beckon beckon) {
        this.beckon = beckon;
        this.emitter = beckon.emitter();
        this.alice = beckon.user("alice");
        this.comment = beckon.user("comment");
        this.outbox = beckon.user("outbox").replace('-', '_');
    }

    @AfterEach
    void clear() {
        beckon.database().execute("DROP SCHEMA IF EXISTS " + outbox + " CASCADE");
    }

    @Test
    void a_mention_posted_twice_with_curl_is_there_once() {
        Map<String, String> environment = Map.of("COMMENT", comment, "RECIPIENT", alice);

        String answer = emitter.bash(environment, "post-mention.sh");
        assertThat(emitter.bash(environment, "post-mention.sh")).isEqualTo(answer);
        awaitNotifications("posted with curl");

        assertThat(emitter.bash(environment, "post-mention.sh", "edit", "1")).isEqualTo(answer);
        awaitNotifications("edited with curl");
        assertThat(emitter.bash(environment, "post-mention.sh", "retract", "2")).isEqualTo(answer);
        awaitNotifications();
        assertTakenBack(emitter.bash(environment, "post-mention.sh", "status"));
    }

    @Test
    void a_record_written_to_Kafka_and_again_with_the_same_id_is_there_once() throws Exception {
        String id = emitter.java(Map.of(), "WriteRecord.java", comment, alice).lines().reduce((_, last) -> last).orElseThrow();
        awaitNotifications("written to Kafka");
        beckon.records().write(id, KafkaMentions.mention(UUID.fromString(id), "again", alice));
        beckon.records().write(id, KafkaMentions.mention(UUID.randomUUID(), "behind it", alice));

        awaitNotifications("behind it", "written to Kafka");

        emitter.java(Map.of(), "WriteRecord.java", comment, alice, "edit", "1");
        awaitNotifications("behind it", "edit written to Kafka");
        emitter.java(Map.of(), "WriteRecord.java", comment, alice, "retract", "2");
        awaitNotifications("behind it");
    }

    @Test
    void what_was_committed_to_the_outbox_is_told_once_and_nothing_else() throws IOException {
        beckon.database().execute("CREATE SCHEMA " + outbox);
        beckon.database().execute("SET search_path = " + outbox + "; " + Files.readString(Path.of(
                "../examples/emitters/outbox/outbox.sql")));
        write("from a relay that died before it noted it");
        String id = UUID.randomUUID().toString();
        beckon.database().execute("UPDATE " + outbox + ".mention_outbox SET id = ?::uuid", id);
        beckon.mentions(emitter.token()).tryPost(id, "from a relay that died before it noted it", List.of(alice));
        write("from this one");
        beckon.database().execute("INSERT INTO " + outbox + ".mention_outbox (body) VALUES ('{\"recipients\": 7}')");

        emitter.java(Map.of("OUTBOX_URL", emitter.outboxUrl(outbox)), "outbox/Relay.java", "--once");

        awaitNotifications("from this one", "from a relay that died before it noted it");
        assertThat(beckon.database().count("SELECT count(*) FROM " + outbox + ".mention_outbox")).isEqualTo(1);
        assertThat(beckon.database().count("SELECT count(*) FROM " + outbox + ".mention_outbox WHERE refused LIKE '%invalid-request%'"))
                .isEqualTo(1);
    }

    @Test
    void a_mention_from_the_outbox_is_edited_and_taken_back_from_there() throws IOException {
        beckon.database().execute("CREATE SCHEMA " + outbox);
        beckon.database().execute("SET search_path = " + outbox + "; " + Files.readString(Path.of(
                "../examples/emitters/outbox/outbox.sql")));
        String insert = "INSERT INTO " + outbox + ".mention_outbox (key, revision, body) VALUES (?, ?, ?::jsonb)";
        beckon.database().execute(insert, comment, null, MentionApi.body("from the outbox", List.of(alice)));
        beckon.database().execute(insert, comment, 1L, MentionApi.body("edited from the outbox", List.of(alice)));
        emitter.java(Map.of("OUTBOX_URL", emitter.outboxUrl(outbox)), "outbox/Relay.java", "--once");
        awaitNotifications("edited from the outbox");

        beckon.database().execute(insert, comment, 2L, null);
        emitter.java(Map.of("OUTBOX_URL", emitter.outboxUrl(outbox)), "outbox/Relay.java", "--once");

        awaitNotifications();
        assertThat(beckon.database().count("SELECT count(*) FROM " + outbox + ".mention_outbox")).isZero();
    }

    private void assertTakenBack(String status) {
        assertThat(Json.tree(status).path("revision").asLong()).isEqualTo(2);
        assertThat(Json.tree(status).path("recipients").path(0).path("user").asText()).isEqualTo(alice);
        assertThat(Json.tree(status).path("recipients").path(0).has("retracted_at")).isTrue();
    }

    private void write(String excerpt) {
        beckon.database().execute("INSERT INTO " + outbox + ".mention_outbox (body) VALUES (?::jsonb)",
                MentionApi.body(excerpt, List.of(alice)));
    }

    /** Waits until these are all notifications in the inbox, newest first. */
    private void awaitNotifications(String... excerpts) {
        soon().untilAsserted(() -> assertThat(beckon.inboxes().notifications(alice)).extracting(Notification::excerpt)
                .containsExactly(excerpts));
    }
}
