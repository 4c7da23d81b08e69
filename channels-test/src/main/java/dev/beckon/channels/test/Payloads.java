package dev.beckon.channels.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.Payload;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.protocol.Serializers;

/** Converts a test's payloads with the application's JSON, and decides whether an actual payload matches the expected one. */
record Payloads(Serializers serializers) {

    static final ObjectMapper JSON = new ObjectMapper();

    /** @param payload bytes, or an object that Jackson can write */
    JsonNode tree(Object payload) {
        return tree(finished(payload));
    }

    Payload finished(Object payload) {
        return payload instanceof byte[] bytes ? new BinaryPayload(bytes) : serializers.payload(payload);
    }

    static JsonNode tree(Payload payload) {
        return switch (payload) {
            case BinaryPayload(var bytes) -> BinaryNode.valueOf(bytes);
            case RawJson(var text) -> {
                try {
                    yield JSON.readTree(text);
                } catch (JsonProcessingException e) {
                    throw new IllegalArgumentException("not JSON: " + text, e);
                }
            }
        };
    }

    /** Matches like a pattern in Elixir: an object may have more fields than are expected; everything else must be equal. */
    static boolean match(JsonNode expected, JsonNode actual) {
        if (!expected.isObject() || !actual.isObject()) {
            return expected.equals(actual);
        }
        return expected.properties().stream()
                .allMatch(field -> actual.has(field.getKey()) && match(field.getValue(), actual.get(field.getKey())));
    }
}
