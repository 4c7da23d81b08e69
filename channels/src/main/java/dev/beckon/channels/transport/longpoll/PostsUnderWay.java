package dev.beckon.channels.transport.longpoll;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the POSTs of each session that are being read or handled, and lets no more than a few begin. Thread-safe. */
final class PostsUnderWay {

    private final Map<UUID, Integer> bySession = new ConcurrentHashMap<>();
    private final int max;

    PostsUnderWay(int max) {
        this.max = max;
    }

    /** @return false: too many; else {@link #end} has to follow */
    boolean begin(UUID session) {
        boolean[] begun = {false};
        bySession.compute(session, (_, posts) -> {
            int before = posts == null ? 0 : posts;
            begun[0] = before < max;
            return begun[0] ? Integer.valueOf(before + 1) : posts;
        });
        return begun[0];
    }

    void end(UUID session) {
        bySession.computeIfPresent(session, (_, posts) -> posts == 1 ? null : posts - 1);
    }
}
