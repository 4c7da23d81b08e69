package dev.beckon.channels.internal.presence;

import dev.beckon.channels.Member;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The visible entries of one topic, and the changes that its members have not received yet. Confined to the shard's
 * thread.
 */
final class TopicPresences {

    private final Map<String, List<Entry>> byKey = new LinkedHashMap<>();
    private final Set<Entry> joins = new LinkedHashSet<>();
    private final Set<Entry> leaves = new LinkedHashSet<>();
    private Map<Member, CompletableFuture<Void>> waiting = new LinkedHashMap<>();
    private long bytes;
    private @Nullable RawJson state;
    private boolean busy;

    /** Adds an entry. If its leave is still undelivered, both cancel out. */
    void join(Entry entry) {
        add(byKey, entry);
        bytes += PresenceJson.sizeBytes(entry);
        state = null;
        if (!leaves.remove(entry)) {
            joins.add(entry);
        }
    }

    /** Removes an entry. If its join is still undelivered, both cancel out. */
    void leave(Entry entry) {
        byKey.computeIfPresent(entry.key(), (_, entries) -> without(entries, entry));
        bytes -= PresenceJson.sizeBytes(entry);
        state = null;
        if (!joins.remove(entry)) {
            leaves.add(entry);
        }
    }

    /** Upper bound of the bytes of {@link #state}. */
    long bytes() {
        return bytes;
    }

    Map<String, List<Entry>> byKey() {
        return byKey;
    }

    List<Entry> get(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    /** The entries of the keys that {@code diff} names; a key without any is missing. */
    Map<String, List<Entry>> of(Diff diff) {
        Map<String, List<Entry>> found = new HashMap<>();
        Stream.concat(diff.joins().stream(), diff.leaves().stream()).map(Entry::key).filter(byKey::containsKey)
                .forEach(key -> found.put(key, get(key)));
        return found;
    }

    /** Encoded once for all requests between two changes. */
    RawJson state() {
        RawJson known = state;
        if (known == null) {
            known = PresenceJson.state(byKey);
            state = known;
        }
        return known;
    }

    boolean hasUntold() {
        return !joins.isEmpty() || !leaves.isEmpty();
    }

    /** The changes since the last call. */
    Diff takeDiff() {
        Diff diff = new Diff(List.copyOf(joins), List.copyOf(leaves));
        joins.clear();
        leaves.clear();
        return diff;
    }

    /**
     * @return completes when {@code member} has received the {@link #state}, after all members have received its
     *     entries
     */
    CompletableFuture<Void> await(Member member) {
        return waiting.computeIfAbsent(member, _ -> new CompletableFuture<>());
    }

    Map<Member, CompletableFuture<Void>> takeWaiting() {
        Map<Member, CompletableFuture<Void>> taken = waiting;
        waiting = new LinkedHashMap<>();
        return taken;
    }

    /** Whether a fetch is in progress; further changes wait for it, so that all are sent in order. */
    boolean isBusy() {
        return busy;
    }

    void setBusy(boolean now) {
        busy = now;
    }

    /** Whether a member still has to receive a change or a state. */
    boolean isDue() {
        return hasUntold() || !waiting.isEmpty();
    }

    boolean isUnused() {
        return byKey.isEmpty() && !isDue() && !busy;
    }

    /** Most keys have one entry: lists are replaced, not grown. */
    static void add(Map<String, List<Entry>> byKey, Entry entry) {
        byKey.merge(entry.key(), List.of(entry), (old, added) -> {
            List<Entry> both = new ArrayList<>(old);
            both.addAll(added);
            return List.copyOf(both);
        });
    }

    private static @Nullable List<Entry> without(List<Entry> entries, Entry entry) {
        List<Entry> rest = entries.stream().filter(each -> !each.equals(entry)).toList();
        return rest.isEmpty() ? null : rest;
    }
}
