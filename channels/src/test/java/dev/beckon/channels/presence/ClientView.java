package dev.beckon.channels.presence;

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
 * What a client makes of what it is told: {@code Presence.syncState} and {@code syncDiff} of phoenix.js, where diffs wait
 * for the first state. Keys and the refs under each.
 */
final class ClientView {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, JsonNode>> presences = new TreeMap<>();
    private final List<String> flaps = new ArrayList<>();

    /** @param told each {@code event payload} */
    static ClientView of(List<String> told) {
        ClientView view = new ClientView();
        int state = 0;
        while (state < told.size() && !told.get(state).startsWith("presence_state ")) {
            state++;
        }
        if (state < told.size()) {
            view.state(json(told.get(state)));
            told.subList(0, state).forEach(diff -> view.diff(json(diff)));
            told.subList(state + 1, told.size()).forEach(view::told);
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

    /** {@code +key} and {@code -key}, as the client's callbacks would have it. */
    List<String> changes() {
        return flaps;
    }

    private void told(String what) {
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

    private static JsonNode json(String told) {
        try {
            return JSON.readTree(told.substring(told.indexOf(' ') + 1));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
