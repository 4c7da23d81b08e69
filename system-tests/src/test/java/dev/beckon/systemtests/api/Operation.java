package dev.beckon.systemtests.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One operation of a description; {@code pointer} locates it there. */
record Operation(Description description, String pointer, String method) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    static List<Operation> of(Description description) {
        List<Operation> operations = new ArrayList<>();
        for (Entry<String, JsonNode> path : description.document().path("paths").properties()) {
            for (Entry<String, JsonNode> method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    String pointer = "/paths/" + path.getKey().replace("~", "~0").replace("/", "~1") + "/" + method.getKey();
                    operations.add(new Operation(description, pointer, method.getKey().toUpperCase(Locale.ROOT)));
                }
            }
        }
        return operations;
    }

    String id() {
        return description.at(pointer).path("operationId").asText();
    }

    Set<Integer> statuses() {
        Set<Integer> statuses = new TreeSet<>();
        description.at(pointer + "/responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    /** Whether its answer does not end. */
    boolean isStream() {
        return description.at(pointer + "/responses/200/content").has("text/event-stream");
    }

    /** The differences between an answer and its description; empty if there are none. */
    List<String> faults(ApiAnswer answer) {
        String response = description.resolve(pointer + "/responses/" + answer.status());
        JsonNode described = description.document().at(response);
        if (described.isMissingNode()) {
            return List.of("status " + answer.status() + " is not described");
        }
        if (!described.has("content")) {
            return answer.body().isEmpty() ? List.of() : List.of("a body is not described");
        }
        String type = answer.contentType().replaceFirst(";.*", "");
        if (!described.path("content").has(type)) {
            return List.of("content type " + answer.contentType() + " is not described");
        }
        Stream<String> documents = type.equals("application/x-ndjson") ? answer.body().lines() : Stream.of(answer.body());
        String schema = response + "/content/" + type.replace("/", "~1") + "/schema";
        return documents.flatMap(document -> description.faults(schema, Json.tree(document)).stream()).toList();
    }
}
