package dev.beckon.systemtests.api;

import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.Lane;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Checks records and frames of the running system against {@code docs/api/asyncapi.yaml}. */
@SystemTest
class AsyncApiIT {

    /** Typing needs a token with a claim for another room than the lobby, and a channel fails only through a fault. */
    private static final Set<String> NOT_PROVOKED = Set.of("sendTyping", "typing", "channelFailed");

    /** That of every mention which these tests post. */
    private static final Map<String, String> SOURCE = Map.of("type", "comment", "id", "7");

    final Description description = Description.asyncApi();
    final Beckon beckon;
    final String alice;

    AsyncApiIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void the_examples_are_as_described() {
        description.document().at("/components/messages").properties().forEach(message -> message.getValue().path("examples")
                .forEach(example -> assertThat(faults(message.getKey(), example.path("payload"))).as("%s", example).isEmpty()));
    }

    @Test
    void the_record_of_a_mention_is_as_described_and_so_is_one_of_the_description_stored() throws Exception {
        UUID posted = beckon.mentions().post("as described", alice);
        ObjectNode written = (ObjectNode) description.at("/components/messages/mentionCreated/examples/0/payload").deepCopy();
        written.put("id", UUID.randomUUID().toString()).putArray("recipients").add(alice);
        beckon.records().write(alice, written.toString());

        ConsumerRecord<byte[], byte[]> record = beckon.records().all().stream()
                .filter(candidate -> new String(candidate.value(), UTF_8).contains(posted.toString())).findFirst().orElseThrow();
        assertThat(new String(record.key(), UTF_8)).isEqualTo(Lane.of(alice).key());
        assertThat(faults("mentionCreated", Json.tree(new String(record.value(), UTF_8)))).isEmpty();
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(2));
    }

    @Test
    void the_records_of_an_edit_are_as_described() throws Exception {
        UUID edited = beckon.mentions().edit("key-" + alice, 1, "edited as described", alice);

        List<ConsumerRecord<byte[], byte[]>> records = beckon.records().all().stream()
                .filter(candidate -> new String(candidate.value(), UTF_8).contains(edited.toString())).toList();
        assertThat(records).hasSize(Lane.COUNT).allSatisfy(record -> {
            boolean named = new String(record.key(), UTF_8).equals(Lane.of(alice).key());
            assertThat(faults(named ? "mentionRevised" : "mentionRetracted", Json.tree(new String(record.value(), UTF_8)))).isEmpty();
            assertThat(record.headers().lastHeader("type") == null).isEqualTo(named);
        });
    }

    @Test
    void a_dead_letter_is_as_described() throws Exception {
        byte[] key = alice.getBytes(UTF_8);
        beckon.records().write(alice, "{");

        soon().untilAsserted(() -> assertThat(beckon.records().deadLetters()).anyMatch(letter -> Arrays.equals(letter.key(), key)));
        beckon.records().deadLetters().forEach(letter -> {
            ObjectNode headers = (ObjectNode) Json.asTree(Map.of());
            letter.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
            assertThat(description.faults("/components/schemas/deadLetterHeaders", headers)).as("%s", headers).isEmpty();
        });
    }

    @Test
    void what_is_said_on_sockets_is_as_described() throws IOException {
        Set<String> seen = new TreeSet<>(inbox());
        seen.addAll(room());
        seen.addAll(connection());

        Set<String> frames = new TreeSet<>();
        for (String channel : List.of("inbox", "room", "connection")) {
            description.at("/channels/" + channel + "/messages").fieldNames().forEachRemaining(frames::add);
        }
        frames.removeAll(NOT_PROVOKED);
        assertThat(seen).isEqualTo(frames);
    }

    private Set<String> inbox() throws IOException {
        CallRecorder phone = new CallRecorder(description, beckon.connect(1, alice), "notifications:" + alice);
        CallRecorder laptop = new CallRecorder(description, beckon.connect(2, alice), "notifications:" + alice);
        phone.join("inboxJoin", Map.of(), "inboxJoined");
        laptop.join("inboxJoin", Map.of("rev", 0), "inboxJoined");
        CallRecorder tablet = new CallRecorder(description, beckon.connect(3, alice), "notifications:" + alice);
        tablet.join("inboxJoin", Map.of("group", "thread"), "inboxJoined");
        beckon.mentions().post("seen by both", alice);
        phone.awaitPushes("new_notification");
        laptop.awaitPushes("new_notification");
        tablet.awaitPushes("groups_changed");

        String first = beckon.inboxes().notifications(alice).getFirst().id().toString();
        phone.push("markSeen", "mark_seen", Map.of(), "inboxState");
        phone.push("markRead", "mark_read", Map.of("ids", List.of(first)), "inboxState");
        phone.push("markUnread", "mark_unread", Map.of("ids", List.of(first)), "inboxState");
        phone.push("markSourceRead", "mark_source_read", Map.of("source", SOURCE), "inboxState");
        phone.push("viewing", "viewing", Map.of("source", SOURCE), "inboxState");
        phone.push("viewing", "viewing", Map.of(), "done");
        phone.push("markAllRead", "mark_all_read", Map.of("up_to", 1), "inboxState");
        phone.push("archive", "archive", Map.of("ids", List.of(first)), "inboxState");
        phone.push("unarchive", "unarchive", Map.of("ids", List.of(first)), "inboxState");
        phone.push("archiveRead", "archive_read", Map.of(), "inboxState");
        phone.push("list", "list", Map.of("limit", 5, "filter", Map.of("archived", true, "source", SOURCE), "count", true), "page");
        phone.push("list", "list", Map.of("before", 1), "page");
        tablet.push("list", "list", Map.of("group", "thread"), "page");
        laptop.awaitPushes("inbox_changed");
        laptop.join("inboxJoin", Map.of("rev", 1, "epoch", beckon.inboxes().state(alice).epoch()), "inboxJoined");
        phone.push("left", "phx_leave", Map.of(), "done");
        phone.awaitPushes("phx_close");
        laptop.awaitPushes("phx_close"); // ends the first join

        CallRecorder other = new CallRecorder(description, beckon.connect(3, alice), "notifications:" + beckon.user("bob"));
        other.join("inboxJoin", Map.of(), "refused");
        Set<String> seen = new TreeSet<>(phone.checkPushes());
        seen.addAll(laptop.checkPushes());
        seen.addAll(other.checkPushes());
        seen.addAll(tablet.checkPushes());
        return seen;
    }

    private Set<String> room() throws IOException {
        CallRecorder speaker = new CallRecorder(description, beckon.connect(1, alice, "broadcast"), "room:lobby");
        CallRecorder listener = new CallRecorder(description, beckon.connect(2, beckon.user("bob")), "room:lobby");
        speaker.join("roomJoin", Map.of(), "done");
        listener.join("roomJoin", Map.of(), "done");
        speaker.awaitPushes("presence_state", "presence_diff");
        speaker.push("sendMessage", "new_msg", Map.of("text", "Lunch is ready"), "done");
        listener.push("sendMessage", "new_msg", Map.of("text", "I may not"), "refused");
        speaker.awaitPushes("new_msg");
        Set<String> seen = new TreeSet<>(speaker.checkPushes());
        seen.addAll(listener.checkPushes());
        return seen;
    }

    private Set<String> connection() throws IOException {
        CallRecorder connection = new CallRecorder(description, beckon.connect(1, alice), "phoenix");
        connection.push("heartbeat", "heartbeat", Map.of(), "heartbeatReply");
        return connection.checkPushes();
    }

    private List<String> faults(String message, JsonNode payload) {
        return description.faults("/components/messages/" + message + "/payload", payload);
    }
}
