package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The presences as a client computes them from its pushes, like {@code Presence.syncState} and {@code syncDiff} of phoenix.js,
 * where diffs wait for the first state. Holds keys and the refs under each.
 */
final class ClientView {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, JsonNode>> presences = new TreeMap<>();
    private final List<String> flaps = new ArrayList<>();

    /** @param pushes the client's pushes, each as {@code event payload} */
    static ClientView of(List<String> pushes) {
        ClientView view = new ClientView();
        int state = 0;
        while (state < pushes.size() && !pushes.get(state).startsWith("presence_state ")) {
            state++;
        }
        if (state < pushes.size()) {
            view.state(json(pushes.get(state)));
            pushes.subList(0, state).forEach(diff -> view.diff(json(diff)));
            pushes.subList(state + 1, pushes.size()).forEach(view::take);
        }
        return view;
    }

    static ClientView of(Map<String, ? extends JsonNode> list) {
        ClientView view = new ClientView();
        list.forEach(view::join);
        return view;
    }

    Map<String, TreeSet<String>> refs() {
        Map<String, TreeSet<String>> refs = new TreeMap<>();
        presences.forEach((key, metas) -> refs.put(key, new TreeSet<>(metas.keySet())));
        return refs;
    }

    /** The client's callbacks as {@code +key} for a join and {@code -key} for a leave. */
    List<String> changes() {
        return flaps;
    }

    private void take(String what) {
        if (what.startsWith("presence_state ")) {
            state(json(what));
        } else {
            diff(json(what));
        }
    }

    private void state(JsonNode state) {
        presences.clear();
        state.properties().forEach(presence -> join(presence.getKey(), presence.getValue()));
    }

    private void diff(JsonNode diff) {
        diff.get("joins").properties().forEach(presence -> {
            flaps.add("+" + presence.getKey());
            join(presence.getKey(), presence.getValue());
        });
        diff.get("leaves").properties().forEach(presence -> {
            flaps.add("-" + presence.getKey());
            leave(presence.getKey(), presence.getValue());
        });
    }

    private void join(String key, JsonNode presence) {
        Map<String, JsonNode> metas = presences.computeIfAbsent(key, _ -> new LinkedHashMap<>());
        presence.get("metas").forEach(meta -> metas.put(meta.get("phx_ref").asText(), meta));
    }

    private void leave(String key, JsonNode presence) {
        presences.computeIfPresent(key, (_, metas) -> {
            presence.get("metas").forEach(meta -> metas.remove(meta.get("phx_ref").asText()));
            return metas.isEmpty() ? null : metas;
        });
    }

    private static JsonNode json(String push) {
        try {
            return JSON.readTree(push.substring(push.indexOf(' ') + 1));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
