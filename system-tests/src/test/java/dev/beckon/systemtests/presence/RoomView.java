package dev.beckon.systemtests.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.verify.clients.Message;
import dev.beckon.verify.clients.PhoenixClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who is in a room as one of its clients sees it: puts states and diffs together by {@code phx_ref}, as stock clients do, and
 * remembers which it has been told of. Thread-safe.
 */
final class RoomView {

    static final String ROOM = "room:lobby";

    private final Map<String, Set<String>> refs = new HashMap<>();
    private final Map<String, Set<String>> everTold = new HashMap<>();
    private boolean synced;

    private RoomView() {}

    static RoomView enter(PhoenixClient client) {
        RoomView view = new RoomView();
        client.listen(ROOM, view::received);
        if (!client.join(ROOM, Map.of()).isOk()) {
            throw new AssertionError(ROOM + " was not joined");
        }
        return view;
    }

    /** Whether the room has told who is here. */
    synchronized boolean isSynced() {
        return synced;
    }

    /** How many devices {@code user} has here. */
    synchronized int devices(String user) {
        return refs.getOrDefault(user, Set.of()).size();
    }

    /** Each {@code phx_ref} under which {@code user} has ever been here: one for each time that a device came. */
    synchronized Set<String> everTold(String user) {
        return Set.copyOf(everTold.getOrDefault(user, Set.of()));
    }

    private synchronized void received(Message message) {
        switch (message.event()) {
            case "presence_state" -> {
                Set<String> gone = new HashSet<>(refs.keySet());
                message.payload().properties().forEach(entry -> gone.remove(entry.getKey()));
                gone.forEach(user -> set(user, Set.of()));
                message.payload().properties().forEach(entry -> set(entry.getKey(), refsOf(entry.getValue())));
                synced = true;
            }
            case "presence_diff" -> {
                message.payload().get("joins").properties().forEach(entry -> change(entry, true));
                message.payload().get("leaves").properties().forEach(entry -> change(entry, false));
            }
            default -> {
                // announcements and replies
            }
        }
    }

    private void change(Map.Entry<String, JsonNode> entry, boolean join) {
        Set<String> now = new HashSet<>(refs.getOrDefault(entry.getKey(), Set.of()));
        Set<String> told = refsOf(entry.getValue());
        if (join) {
            now.addAll(told);
        } else {
            now.removeAll(told);
        }
        set(entry.getKey(), now);
    }

    private void set(String user, Set<String> now) {
        refs.put(user, now);
        everTold.computeIfAbsent(user, _ -> new HashSet<>()).addAll(now);
    }

    private static Set<String> refsOf(JsonNode presence) {
        Set<String> refs = new HashSet<>();
        presence.get("metas").forEach(meta -> refs.add(meta.get("phx_ref").textValue()));
        return refs;
    }
}
