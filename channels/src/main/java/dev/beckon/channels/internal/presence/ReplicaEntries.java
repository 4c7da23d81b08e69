package dev.beckon.channels.internal.presence;

import dev.beckon.channels.internal.presence.Gossip.Delta;
import dev.beckon.channels.internal.presence.Gossip.Part;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one replica at one of its clocks. An entry above the clock is new; one at or below it that is not here
 * has been removed. Hence there are no tombstones, and a message that arrives twice, late or out of order does no harm.
 */
class ReplicaEntries {

    private final Map<Long, Entry> live = new HashMap<>();
    private long clock;
    private boolean visible;
    private @Nullable Collecting collecting;

    /** Parts of a full state, of which the first {@code count} have arrived. */
    private record Collecting(long clock, int count, List<Entry> entries) {}

    final long clock() {
        return clock;
    }

    final Collection<Entry> live() {
        return live.values();
    }

    final @Nullable Entry get(long at) {
        return live.get(at);
    }

    final boolean isVisible() {
        return visible;
    }

    final void setVisible(boolean now) {
        visible = now;
    }

    /** The replica's own next change. */
    final void add(Entry entry) {
        clock = entry.clock();
        live.put(clock, entry);
    }

    /** The replica's own next change. */
    final void remove(Entry entry) {
        clock++;
        live.remove(entry.clock());
    }

    /** Whether {@code delta} follows on these entries without a gap. */
    boolean reaches(Delta delta) {
        return delta.from() <= clock;
    }

    boolean isNew(Entry entry) {
        return entry.clock() > clock;
    }

    final Diff merge(Delta delta) {
        if (!reaches(delta)) {
            return Diff.NONE;
        }
        Diff diff = new Diff(newOnes(delta.added()), new ArrayList<>());
        for (Long removed : delta.removed()) {
            Entry gone = live.remove(removed);
            if (gone != null) {
                diff.leaves().add(gone);
            }
        }
        diff.joins().forEach(entry -> live.put(entry.clock(), entry));
        clock = Math.max(clock, delta.clock());
        return diff;
    }

    /** Changes nothing before the last part has arrived; if one is missing, the node asks for all parts again. */
    final Diff merge(Part part) {
        if (part.clock() <= clock) {
            return Diff.NONE;
        }
        if (part.index() == 0) {
            collecting = new Collecting(part.clock(), 0, new ArrayList<>());
        }
        Collecting before = collecting;
        if (before == null || before.clock() != part.clock() || before.count() != part.index()) {
            return Diff.NONE;
        }
        before.entries().addAll(part.entries());
        collecting = part.isOver() ? null : new Collecting(part.clock(), part.index() + 1, before.entries());
        return part.isOver() ? replace(part.clock(), before.entries()) : Diff.NONE;
    }

    private Diff replace(long newClock, List<Entry> entries) {
        Map<Long, Entry> all = new HashMap<>();
        entries.forEach(entry -> all.put(entry.clock(), entry));
        Diff diff = new Diff(newOnes(entries), live.values().stream().filter(entry -> isGone(entry, all)).toList());
        diff.leaves().forEach(entry -> live.remove(entry.clock()));
        diff.joins().forEach(entry -> live.put(entry.clock(), entry));
        clock = newClock;
        return diff;
    }

    boolean isGone(Entry entry, Map<Long, Entry> all) {
        return !all.containsKey(entry.clock());
    }

    private List<Entry> newOnes(List<Entry> entries) {
        return entries.stream().filter(this::isNew).toList();
    }

    /**
     * This node's change at each of its latest clocks, so that other nodes can get the ones they missed. New changes
     * overwrite the oldest; a node that has missed more gets all entries.
     */
    static final class ChangeLog {

        /** The slot of a clock holds the clock of the entry that was removed, or 0 if an entry was added. */
        private final long[] removed;
        private long clock;

        ChangeLog(int size) {
            this.removed = new long[size];
        }

        void added() {
            removed(0);
        }

        void removed(long entry) {
            clock++;
            removed[place(clock)] = entry;
        }

        /** Whether every change after {@code since} is still here. */
        boolean reaches(long since) {
            return clock - since <= removed.length;
        }

        /** @return 0: an entry was added */
        long removedAt(long at) {
            return removed[place(at)];
        }

        private int place(long at) {
            return (int) (at % removed.length);
        }
    }
}
