package dev.beckon.channels.internal.presence;

import dev.beckon.channels.internal.presence.Entry.Replica;
import dev.beckon.channels.internal.presence.Gossip.Delta;
import dev.beckon.channels.internal.presence.Gossip.Part;
import dev.beckon.channels.internal.presence.Gossip.Transfer;
import dev.beckon.channels.internal.presence.ReplicaEntries.ChangeLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All presences of one shard, as one node sees them: an observed-remove set without tombstones.
 *
 * <p>Every entry is identified by the replica that tracked it and that replica's clock (a dot), and the clocks show
 * which dots have been seen; a dot that was seen and is not here has been removed [1, 2]. Only the node that tracks an
 * entry ever removes it, so a replica's history is one line and each of its clocks stands for exactly one set: of two
 * states of one replica the later is right, and no single dots are kept beside the clocks; Phoenix keeps them [3].
 * The price: a delta that leaves a gap is useless, and the node asks for the missing changes instead.
 *
 * <ol>
 *   <li>Bieniusa et al., An optimized conflict-free replicated set, 2012 (arXiv:1210.3368)
 *   <li>Almeida, Shoker, Baquero, Delta state replicated data types, 2016 (arXiv:1603.01529)
 *   <li>phoenix_pubsub, {@code lib/phoenix/tracker/state.ex}
 * </ol>
 *
 * Independent of time and messages. Confined to one thread.
 */
final class PresenceState {

    private final Replica self;
    private final ChangeLog log;
    private final Supplier<ReplicaEntries> makeEntries;
    private final ReplicaEntries own;
    private final Map<Replica, ReplicaEntries> others = new HashMap<>();
    private final Map<Object, Map<String, Entry>> byOwner = new HashMap<>();

    PresenceState(Replica self, int logSize) {
        this(self, logSize, ReplicaEntries::new);
    }

    PresenceState(Replica self, int logSize, Supplier<ReplicaEntries> makeEntries) {
        this.self = self;
        this.log = new ChangeLog(logSize);
        this.makeEntries = makeEntries;
        this.own = makeEntries.get();
        own.setVisible(true);
    }

    Replica self() {
        return self;
    }

    /** The entry that {@code owner} has tracked here under {@code key}. */
    @Nullable
    Entry find(Object owner, String key) {
        return byOwner.getOrDefault(owner, Map.of()).get(key);
    }

    /**
     * Adds an entry of this node. An owner is the object that tracks it, such as a member; it has each key at most
     * once.
     */
    Diff join(Object owner, String topic, String key, String meta) {
        return Diff.join(add(owner, new Entry(self, own.clock() + 1, 0, topic, key, meta)));
    }

    Diff update(Object owner, Entry old, String meta) {
        remove(old);
        Entry entry = new Entry(self, own.clock() + 1, old.clock(), old.topic(), old.key(), meta);
        return new Diff(List.of(add(owner, entry)), List.of(old));
    }

    Diff leave(Object owner, String key) {
        Entry entry = find(owner, key);
        if (entry == null) {
            return Diff.NONE;
        }
        byOwner.computeIfPresent(owner, (_, owned) -> {
            owned.remove(key);
            return owned.isEmpty() ? null : owned;
        });
        remove(entry);
        return Diff.leave(entry);
    }

    /** Removes all entries of {@code owner}. */
    Diff leave(Object owner) {
        Map<String, Entry> owned = byOwner.remove(owner);
        if (owned == null) {
            return Diff.NONE;
        }
        owned.values().forEach(this::remove);
        return new Diff(List.of(), owned.values());
    }

    private Entry add(Object owner, Entry entry) {
        byOwner.computeIfAbsent(owner, _ -> new HashMap<>(2)).put(entry.key(), entry);
        own.add(entry);
        log.added();
        return entry;
    }

    private void remove(Entry entry) {
        own.remove(entry);
        log.removed(entry.clock());
    }

    /** Number of changes that this node has made. */
    long clock() {
        return own.clock();
    }

    /** Number of changes of {@code replica} that have arrived here. */
    long clock(Replica replica) {
        ReplicaEntries entries = others.get(replica);
        return entries == null ? 0 : entries.clock();
    }

    /** The clock of every replica, as far as its changes have arrived here. */
    Map<Replica, Long> clocks() {
        Map<Replica, Long> clocks = new HashMap<>(Map.of(self, own.clock()));
        others.forEach((replica, entries) -> clocks.put(replica, entries.clock()));
        return clocks;
    }

    /**
     * This node's changes after {@code since} if they are all still logged, else all its entries.
     *
     * @param limit changes or entries in one transfer
     */
    List<Transfer> extract(long since, int limit) {
        return log.reaches(since) ? deltas(since, limit) : parts(limit);
    }

    private List<Transfer> deltas(long since, int limit) {
        List<Transfer> deltas = new ArrayList<>();
        for (long from = since; from < own.clock(); from += limit) {
            deltas.add(delta(from, Math.min(from + limit, own.clock())));
        }
        return deltas;
    }

    private Delta delta(long from, long to) {
        List<Entry> added = new ArrayList<>();
        List<Long> removed = new ArrayList<>();
        for (long at = from + 1; at <= to; at++) {
            long gone = log.removedAt(at);
            Entry entry = own.get(at);
            if (gone != 0) {
                removed.add(gone);
            } else if (entry != null) {
                added.add(entry);
            }
        }
        return new Delta(self, from, to, added, removed);
    }

    private List<Transfer> parts(int limit) {
        List<Entry> all = List.copyOf(own.live());
        List<Transfer> parts = new ArrayList<>();
        for (int from = 0; from == 0 || from < all.size(); from += limit) {
            int to = Math.min(from + limit, all.size());
            parts.add(new Part(self, own.clock(), parts.size(), to == all.size(), all.subList(from, to)));
        }
        return parts;
    }

    /** Merges a transfer. One that leaves a gap changes nothing; {@link #clock(Replica)} shows that. */
    Diff merge(Transfer transfer) {
        ReplicaEntries entries = entries(transfer.replica());
        Diff diff = switch (transfer) {
            case Delta delta -> entries.merge(delta);
            case Part part -> entries.merge(part);
        };
        return entries.isVisible() ? diff : Diff.NONE;
    }

    /** Shows the entries of {@code replica}; a replica is hidden at first. */
    Diff up(Replica replica) {
        ReplicaEntries entries = entries(replica);
        if (entries.isVisible()) {
            return Diff.NONE;
        }
        entries.setVisible(true);
        return new Diff(copy(entries), List.of());
    }

    /** Hides the entries of {@code replica}, and keeps them. */
    Diff down(Replica replica) {
        ReplicaEntries entries = entries(replica);
        if (!entries.isVisible()) {
            return Diff.NONE;
        }
        entries.setVisible(false);
        return new Diff(List.of(), copy(entries));
    }

    Diff forget(Replica replica) {
        Diff diff = down(replica);
        others.remove(replica);
        return diff;
    }

    private ReplicaEntries entries(Replica replica) {
        return others.computeIfAbsent(replica, _ -> makeEntries.get());
    }

    private static Collection<Entry> copy(ReplicaEntries entries) {
        return List.copyOf(entries.live());
    }

    /** The entries that one change of the state shows and hides; no entry is in both. */
    record Diff(Collection<Entry> joins, Collection<Entry> leaves) {

        static final Diff NONE = new Diff(List.of(), List.of());

        static Diff join(Entry entry) {
            return new Diff(List.of(entry), List.of());
        }

        static Diff leave(Entry entry) {
            return new Diff(List.of(), List.of(entry));
        }

        boolean isEmpty() {
            return joins.isEmpty() && leaves.isEmpty();
        }
    }
}
