package dev.beckon.mention;

import dev.beckon.contracts.rules.MentionKey;
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
 * (draft-ietf-httpapi-idempotency-key-header, "Enforcement": 422). Instances do not share this memory and may forget: then the
 * mentions of lists stay distinct by their ids, and notification-service sets aside a mention with the id of another. Thread-safe.
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
    private final Map<MentionKey, Call> calls = new LinkedHashMap<>();

    RecentKeys() {
        this(WINDOW, MAX_KEYS);
    }

    RecentKeys(Duration window, int maxKeys) {
        this.windowNanos = window.toNanos();
        this.maxKeys = maxKeys;
    }

    /** @param contents hash of all its mentions' contents */
    private record Call(UUID first, int size, int contents, long sinceNanos) {}

    /**
     * @param contents of {@link MentionIds}: differ where the mentions do
     * @throws ProblemException if the key named other mentions before
     */
    void check(MentionKey key, List<UUID> contents) {
        long now = System.nanoTime();
        Call call = new Call(contents.getFirst(), contents.size(), contents.hashCode(), now);
        Call before = remember(key, call, now);
        if (before.contents() != call.contents() || before.size() != call.size() || !before.first().equals(call.first())) {
            throw new ProblemException(ProblemType.IDEMPOTENCY_KEY_REUSED,
                    ("The key was used for %s; this body is %s. Use a new key for another event, the same body to repeat, or"
                            + " PUT /mentions/{key} to edit.").formatted(name(key, before), name(key, call)));
        }
    }

    /** @return the call that the key names */
    private synchronized Call remember(MentionKey key, Call call, long now) {
        forget(now);
        Call before = calls.putIfAbsent(key, call);
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

    private static String name(MentionKey key, Call call) {
        return call.size() == 1
                ? "mention %s with content %s".formatted(key.id(), call.first())
                : "%d mentions from %s on".formatted(call.size(), call.first());
    }
}
