package dev.beckon.channels.presence;

import dev.beckon.channels.presence.Gossip.Delta;
import dev.beckon.channels.presence.Gossip.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one replica has tracked, as it was at one of its clocks. An entry above the clock is new; one at or below it that
 * is not here is known to be gone. Hence no tombstones, and what arrives twice, late or out of order does no harm.
 */
class ReplicaEntries {

    private final Map<Long, Entry> live = new HashMap<>();
    private long clock;
    private boolean visible;
    private @Nullable Collecting collecting;

    /** Parts of a full state, of which the first {@code count} are there. */
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

    /** By the replica itself: its next change. */
    final void add(Entry entry) {
        clock = entry.clock();
        live.put(clock, entry);
    }

    /** By the replica itself: its next change. */
    final void remove(Entry entry) {
        clock++;
        live.remove(entry.clock());
    }

    /** Whether nothing is missing between what is here and what {@code delta} tells. */
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

    /** Nothing changes before the last part is there; if one is missing, all are asked for again. */
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
}
