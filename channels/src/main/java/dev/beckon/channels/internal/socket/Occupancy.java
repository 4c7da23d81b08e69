package dev.beckon.channels.internal.socket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts this node's sockets, in all and per id. A check beforehand turns away most clients for which there is no room;
 * only the result of {@link #enter} guarantees that a bound holds. Thread-safe.
 */
final class Occupancy {

    private final int max;
    private final int maxPerId;
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byId = new ConcurrentHashMap<>();

    Occupancy(int max, int maxPerId) {
        this.max = max;
        this.maxPerId = maxPerId;
    }

    boolean hasRoom() {
        return all.get() < max;
    }

    boolean hasRoomFor(@Nullable String id) {
        return id == null || byId.getOrDefault(id, 0) < maxPerId;
    }

    /** Counts one more socket in any case. @return whether it is within both bounds */
    boolean enter(@Nullable String id) {
        int count = all.incrementAndGet();
        int same = id == null ? 0 : byId.merge(id, 1, Integer::sum);
        return count <= max && same <= maxPerId;
    }

    void leave(@Nullable String id) {
        all.decrementAndGet();
        if (id != null) {
            byId.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1);
        }
    }
}
