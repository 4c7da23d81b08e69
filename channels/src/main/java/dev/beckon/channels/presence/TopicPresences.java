package dev.beckon.channels.presence;

import dev.beckon.channels.channel.Member;
import dev.beckon.channels.protocol.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Who is visible on one topic, and what of it members have not been told yet. Confined to the shard's thread. */
final class TopicPresences {

    private final Map<String, List<Entry>> byKey = new LinkedHashMap<>();
    private final Set<Entry> joins = new LinkedHashSet<>();
    private final Set<Entry> leaves = new LinkedHashSet<>();
    private Map<Member, CompletableFuture<Void>> waiting = new LinkedHashMap<>();
    private long bytes;
    private @Nullable RawJson state;
    private boolean busy;

    /** Who joins again before the leave was told has not left. */
    void join(Entry entry) {
        add(byKey, entry);
        bytes += PresenceJson.sizeBytes(entry);
        state = null;
        if (!leaves.remove(entry)) {
            joins.add(entry);
        }
    }

    /** Who leaves before the join was told has not been here. */
    void leave(Entry entry) {
        byKey.computeIfPresent(entry.key(), (_, entries) -> without(entries, entry));
        bytes -= PresenceJson.sizeBytes(entry);
        state = null;
        if (!joins.remove(entry)) {
            leaves.add(entry);
        }
    }

    /** Bytes of {@link #state}, at most. */
    long bytes() {
        return bytes;
    }

    Map<String, List<Entry>> byKey() {
        return byKey;
    }

    List<Entry> get(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    /** Made once for all who ask between two changes. */
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

    /** What has changed since the last call. */
    Diff takeDiff() {
        Diff diff = new Diff(List.copyOf(joins), List.copyOf(leaves));
        joins.clear();
        leaves.clear();
        return diff;
    }

    /** @return completes when {@code member} has been told the {@link #state}, which is when all know what is in it */
    CompletableFuture<Void> await(Member member) {
        return waiting.computeIfAbsent(member, _ -> new CompletableFuture<>());
    }

    Map<Member, CompletableFuture<Void>> takeWaiting() {
        Map<Member, CompletableFuture<Void>> taken = waiting;
        waiting = new LinkedHashMap<>();
        return taken;
    }

    /** While an application is being asked, nothing more is told, so that all is told in order. */
    boolean isBusy() {
        return busy;
    }

    void setBusy(boolean now) {
        busy = now;
    }

    /** Whether somebody is still to be told something. */
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
