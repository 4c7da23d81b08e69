package dev.beckon.channels.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an application keeps with a socket or with one member of a channel: one value of each type. Not thread-safe: for
 * the callbacks of its owner, which never overlap.
 */
public final class Assigns {

    /** Nearly always one, for which a map would take four objects. */
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
