package dev.beckon.systemtests.presence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Message;
import dev.beckon.testclients.PhoenixClient;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A room's presence as one of its clients sees it: merges states and diffs by {@code phx_ref}, as stock clients do, and records
 * every {@code phx_ref} that it has seen. Thread-safe.
 */
final class RoomView {

    static final String ROOM = "room:lobby";

    private final Map<String, Set<String>> refs = new HashMap<>();
    private final Map<String, Set<String>> everShown = new HashMap<>();
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

    /** Whether the presence state has arrived. */
    synchronized boolean isSynced() {
        return synced;
    }

    /** The number of devices of {@code user} in the room. */
    synchronized int devices(String user) {
        return refs.getOrDefault(user, Set.of()).size();
    }

    /** Every {@code phx_ref} of {@code user} so far: one for each time that a device joined. */
    synchronized Set<String> everShown(String user) {
        return Set.copyOf(everShown.getOrDefault(user, Set.of()));
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
        Set<String> changed = refsOf(entry.getValue());
        if (join) {
            now.addAll(changed);
        } else {
            now.removeAll(changed);
        }
        set(entry.getKey(), now);
    }

    private void set(String user, Set<String> now) {
        refs.put(user, now);
        everShown.computeIfAbsent(user, _ -> new HashSet<>()).addAll(now);
    }

    private static Set<String> refsOf(JsonNode presence) {
        Set<String> refs = new HashSet<>();
        presence.get("metas").forEach(meta -> refs.add(meta.get("phx_ref").textValue()));
        return refs;
    }
}
