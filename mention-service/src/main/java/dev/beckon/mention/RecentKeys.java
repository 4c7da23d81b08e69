package dev.beckon.mention;

import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Remembers the call that each recent {@link IdempotencyKey} named at this instance, to refuse another call with the same key
 * (draft-ietf-httpapi-idempotency-key-header, "Enforcement": 422). This only helps callers: mentions stay distinct by their
 * ids, which follow from key and content, so instances need not share this memory and may forget. Thread-safe.
 */
@ApplicationScoped
class RecentKeys {

    // Longer than callers repeat a call. docs/emitters.md promises it to them.
    private static final Duration WINDOW = Duration.ofHours(1);

    // Some 200 bytes each; one more evicts the oldest.
    private static final int MAX_KEYS = 50_000;

    private final long windowNanos;
    private final int maxKeys;
    /** Oldest first. */
    private final Map<Name, Call> calls = new LinkedHashMap<>();

    RecentKeys() {
        this(WINDOW, MAX_KEYS);
    }

    RecentKeys(Duration window, int maxKeys) {
        this.windowNanos = window.toNanos();
        this.maxKeys = maxKeys;
    }

    private record Name(String subject, String key) {}

    /** @param ids hash of all its mentions' ids */
    private record Call(UUID first, int size, int ids, long sinceNanos) {}

    /** @throws ProblemException if the key named other mentions before */
    void check(String subject, IdempotencyKey key, List<UUID> ids) {
        long now = System.nanoTime();
        Call call = new Call(ids.getFirst(), ids.size(), ids.hashCode(), now);
        Call before = remember(new Name(subject, key.value()), call, now);
        if (before.ids() != call.ids() || before.size() != call.size() || !before.first().equals(call.first())) {
            throw new ProblemException(ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "The key was used for %s; with this body it would be %s. Use a new key for another event, or the same body to repeat."
                            .formatted(name(before), name(call)));
        }
    }

    /** @return the call that the key names */
    private synchronized Call remember(Name name, Call call, long now) {
        forget(now);
        Call before = calls.putIfAbsent(name, call);
        if (calls.size() > maxKeys) {
            calls.remove(calls.keySet().iterator().next());
        }
        return before == null ? call : before;
    }

    private void forget(long now) {
        Iterator<Call> oldest = calls.values().iterator();
        while (oldest.hasNext() && now - oldest.next().sinceNanos() > windowNanos) {
            oldest.remove();
        }
    }

    private static String name(Call call) {
        return call.size() == 1 ? "mention " + call.first() : "%d mentions from %s on".formatted(call.size(), call.first());
    }
}
