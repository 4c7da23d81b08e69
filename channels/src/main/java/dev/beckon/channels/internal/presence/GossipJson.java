package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Payload;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.Gossip.Ask;
import dev.beckon.channels.internal.presence.Gossip.Delta;
import dev.beckon.channels.internal.presence.Gossip.Goodbye;
import dev.beckon.channels.internal.presence.Gossip.Heartbeat;
import dev.beckon.channels.internal.presence.Gossip.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes gossip as a broadcast: the kind of message is the event, its fields are the payload. Entries are grouped by
 * topic, each as {@code [clock, previous, key, meta]}; metas travel as text, so that every node sends the same
 * characters to its members.
 */
final class GossipJson {

    private final ObjectMapper json;

    GossipJson(ObjectMapper json) {
        this.json = json;
    }

    static String event(Gossip message) {
        return switch (message) {
            case Heartbeat _ -> "heartbeat";
            case Ask _ -> "ask";
            case Goodbye _ -> "goodbye";
            case Delta _ -> "delta";
            case Part _ -> "part";
        };
    }

    RawJson encode(Gossip message) {
        ObjectNode node = put(json.createObjectNode(), "", message.replica());
        switch (message) {
            case Heartbeat(_, var clock, var hello) -> node.put("clock", clock).put("hello", hello);
            case Ask(_, var of, var since) -> put(node, "of_", of).put("since", since);
            case Goodbye _ -> {}
            case Delta(_, var from, var clock, var added, var removed) -> {
                put(node.put("from", from).put("clock", clock), added);
                ArrayNode gone = node.putArray("removed");
                removed.forEach(gone::add);
            }
            case Part(_, var clock, var index, var isOver, var entries) ->
                put(node.put("clock", clock).put("index", index).put("over", isOver), entries);
        }
        return new RawJson(node.toString());
    }

    /**
     * @throws IllegalArgumentException if the payload is not such a message; the exception names the rule, not the
     *     content
     */
    Gossip decode(String event, Payload payload) {
        JsonNode node = read(payload);
        Replica replica = replica(node, "");
        return switch (event) {
            case "heartbeat" -> new Heartbeat(replica, number(node, "clock"), node.path("hello").asBoolean());
            case "ask" -> new Ask(replica, replica(node, "of_"), number(node, "since"));
            case "goodbye" -> new Goodbye(replica);
            case "delta" -> new Delta(replica, number(node, "from"), number(node, "clock"), entries(node, replica),
                    numbers(node.path("removed")));
            case "part" -> new Part(replica, number(node, "clock"), (int) number(node, "index"),
                    node.path("over").asBoolean(), entries(node, replica));
            default -> throw new IllegalArgumentException("not a message of presence");
        };
    }

    private JsonNode read(Payload payload) {
        if (!(payload instanceof RawJson(var text))) {
            throw new IllegalArgumentException("not JSON");
        }
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON");
        }
    }

    private static ObjectNode put(ObjectNode node, String prefix, Replica replica) {
        return node.put(prefix + "node", replica.name()).put(prefix + "incarnation", replica.incarnation());
    }

    private static void put(ObjectNode node, List<Entry> entries) {
        ObjectNode byTopic = node.putObject("entries");
        for (Entry entry : entries) {
            ArrayNode ofTopic = byTopic.get(entry.topic()) instanceof ArrayNode known ? known : byTopic.putArray(entry.topic());
            ofTopic.addArray().add(entry.clock()).add(entry.previous()).add(entry.key()).add(entry.meta());
        }
    }

    private static Replica replica(JsonNode node, String prefix) {
        JsonNode name = node.path(prefix + "node");
        if (!name.isTextual()) {
            throw new IllegalArgumentException("a node without a name");
        }
        return new Replica(name.textValue(), number(node, prefix + "incarnation"));
    }

    private static long number(JsonNode node, String field) {
        return number(node.path(field));
    }

    private static long number(JsonNode number) {
        if (!number.canConvertToLong() || !number.isIntegralNumber()) {
            throw new IllegalArgumentException("a number is missing");
        }
        return number.longValue();
    }

    private static List<Long> numbers(JsonNode array) {
        List<Long> numbers = new ArrayList<>(array.size());
        array.forEach(number -> numbers.add(number(number)));
        return numbers;
    }

    private static List<Entry> entries(JsonNode node, Replica replica) {
        List<Entry> entries = new ArrayList<>();
        node.path("entries").forEachEntry((topic, ofTopic) -> ofTopic.forEach(each -> entries.add(new Entry(replica,
                number(each.path(0)), number(each.path(1)), topic, each.path(2).asText(), each.path(3).asText()))));
        return entries;
    }
}
