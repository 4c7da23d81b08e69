package dev.beckon.channels.presence;

import java.util.Collection;
import java.util.List;

/** What one change of the state makes visible and what it hides; no entry is in both. */
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
