package dev.beckon.systemtests.api;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.Message;
import dev.beckon.testclients.PhoenixClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** One client on one topic; checks all its frames, sent and received, against the description. */
final class CallRecorder {

    /** Event to message of the description; the message of a reply depends on the request. */
    private static final Map<String, String> PUSHES = Map.of(
            "new_notification", "newNotification",
            "inbox_changed", "inboxChanged",
            "groups_changed", "groupsChanged",
            "new_msg", "newMessage",
            "presence_state", "presenceState",
            "presence_diff", "presenceDiff",
            "phx_close", "channelClosed");

    private final Description description;
    private final PhoenixClient client;
    private final String topic;
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final Set<String> seen = new TreeSet<>();

    CallRecorder(Description description, PhoenixClient client, String topic) {
        this.description = description;
        this.client = client;
        this.topic = topic;
        client.listen(topic, received::add);
    }

    void join(String message, Object payload, String answer) {
        sent(message, "phx_join", payload);
        client.join(topic, payload);
        answered(answer);
    }

    void push(String message, String event, Object payload, String answer) {
        sent(message, event, payload);
        client.push(topic, event, payload);
        answered(answer);
    }

    private void sent(String message, String event, Object payload) {
        check(message, frame(new Message("1", "1", topic, event, Json.asTree(payload))));
    }

    /** The listener gets a reply before the caller does. */
    private void answered(String message) {
        check(message, frame(received.stream().filter(Message::isReply).reduce((_, last) -> last).orElseThrow()));
    }

    void awaitPushes(String... events) {
        soon().untilAsserted(() -> assertThat(received).extracting(Message::event).contains(events));
    }

    /** @return the messages of the description that were sent or received */
    Set<String> checkPushes() {
        received.stream().filter(message -> !message.isReply())
                .forEach(message -> check(PUSHES.getOrDefault(message.event(), message.event()), frame(message)));
        return seen;
    }

    private void check(String message, JsonNode frame) {
        assertThat(description.faults("/components/messages/" + message + "/payload", frame)).as("%s: %s", message, frame).isEmpty();
        seen.add(message);
    }

    private static JsonNode frame(Message message) {
        return Json.asTree(Arrays.asList(
                message.joinRef(), message.ref(), message.topic(), message.event(), message.payload()));
    }
}
