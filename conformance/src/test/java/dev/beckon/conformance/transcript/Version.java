package dev.beckon.conformance.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Writes the five fields in one version. Source: phoenix, {@code lib/phoenix/socket/serializers/v1_json_serializer.ex} and
 * {@code v2_json_serializer.ex}; Phoenix leaves the order of JSON objects open, here it is fixed.
 */
public enum Version {

    V1("1.0.0") {
        @Override
        String said(JsonNode five) {
            return "{\"topic\":%s,\"event\":%s,\"payload\":%s,\"ref\":%s,\"join_ref\":%s}"
                    .formatted(five.get(2), five.get(3), five.get(4), five.get(1), five.get(0));
        }

        @Override
        String received(JsonNode five) {
            return "{\"topic\":%s,\"event\":%s,\"payload\":%s,\"ref\":%s}"
                    .formatted(five.get(2), five.get(3), five.get(4), five.get(1));
        }

        @Override
        JsonNode event(JsonNode frame) {
            return frame.path("event");
        }
    },

    V2("2.0.0") {
        @Override
        String said(JsonNode five) {
            return five.toString();
        }

        @Override
        String received(JsonNode five) {
            return five.toString();
        }

        @Override
        JsonNode event(JsonNode frame) {
            return frame.path(3);
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private final String vsn;

    Version(String vsn) {
        this.vsn = vsn;
    }

    String vsn() {
        return vsn;
    }

    String said(String five) {
        return said(parse(five));
    }

    String received(String five) {
        return received(parse(five));
    }

    /** Whether this is a frame of presence; most transcripts leave those out. */
    boolean isPresence(String frame) {
        return frame.contains("presence_") && event(parse(frame)).asText().startsWith("presence_");
    }

    /** Sorts a presence's keys, because Phoenix leaves their order open. */
    String inOrder(String frame) {
        return isPresence(frame) ? sorted(parse(frame)).toString() : frame;
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(element -> array.add(sorted(element)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().stream().sorted(Map.Entry.comparingByKey())
                    .forEach(field -> object.set(field.getKey(), sorted(field.getValue())));
            return object;
        }
        return node;
    }

    abstract String said(JsonNode five);

    abstract String received(JsonNode five);

    abstract JsonNode event(JsonNode frame);

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }
}
