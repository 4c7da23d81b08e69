package dev.beckon.channels;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An application's own data for a socket or for one member of a channel: one value of each type. Not thread-safe: only
 * the callbacks of its owner use it, and they never overlap.
 */
public final class Assigns {

    /** Nearly always holds one value; a mutable map would take four objects for it. */
    private Map<Class<?>, Object> values = Map.of();

    public <T> Assigns put(Class<T> type, T value) {
        if (values.isEmpty() || values.size() == 1 && values.containsKey(type)) {
            values = Map.of(type, value);
        } else {
            values = new HashMap<>(values);
            values.put(type, value);
        }
        return this;
    }

    public <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(type.cast(values.get(type)));
    }

    /** @throws IllegalStateException if nothing of that type was put */
    public <T> T get(Class<T> type) {
        return find(type).orElseThrow(() -> new IllegalStateException("nothing assigned of type " + type.getName()));
    }
}
