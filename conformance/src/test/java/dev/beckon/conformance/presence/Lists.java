package dev.beckon.conformance.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testclients.wire.HttpRequest;
import dev.beckon.testclients.wire.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Presence lists of all clients and of the server in one comparable form: the order of metas is not fixed. */
public final class Lists {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Lists() {}

    /** The list of one node of the laboratory. */
    public static Map<String, Set<JsonNode>> at(Venue node, String topic) {
        try {
            HttpResponse answer = HttpRequest.get("/lab/presence?topic=" + topic).send(node.address());
            Map<String, Set<JsonNode>> list = new HashMap<>();
            JSON.readTree(answer.body()).properties()
                    .forEach(entry -> list.put(entry.getKey(), metas(entry.getValue().path("metas"))));
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param line user to metas */
    static Map<String, Set<JsonNode>> parse(String line) {
        try {
            Map<String, Set<JsonNode>> list = new HashMap<>();
            JSON.readTree(line).properties().forEach(entry -> list.put(entry.getKey(), metas(entry.getValue())));
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    /** @param list user to metas, as a client's own objects */
    static Map<String, Set<JsonNode>> of(Map<String, ?> list) {
        Map<String, Set<JsonNode>> converted = new HashMap<>();
        list.forEach((user, metas) -> converted.put(user, metas(JSON.valueToTree(metas))));
        return converted;
    }

    private static Set<JsonNode> metas(JsonNode metas) {
        Set<JsonNode> all = new HashSet<>();
        metas.forEach(all::add);
        if (all.size() != metas.size()) {
            throw new AssertionError("a meta that is there twice: " + metas);
        }
        return all;
    }
}
