package dev.beckon.testclients.view;

import dev.beckon.contracts.InboxPayload.GroupsChanged;
import dev.beckon.contracts.Notification;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The inbox by thread, of a client that applies exactly the groups that the server sends after a join with {@code group}. Thread-safe. */
public final class GroupView {

    /** By thread, or by id without one. */
    private final Map<String, Notification> entries = new HashMap<>();
    private long rev = -1;
    private long floor;

    GroupView() {}

    synchronized void joined(long rev, List<Notification> groups, @Nullable Long nextBefore) {
        begin(groups, nextBefore);
        this.rev = rev;
    }

    private void begin(List<Notification> groups, @Nullable Long nextBefore) {
        entries.clear();
        groups.forEach(this::put);
        floor = Objects.requireNonNullElse(nextBefore, 0L);
    }

    /** @return whether the change is later than what came before */
    synchronized boolean changed(GroupsChanged change) {
        boolean later = change.rev() > rev;
        rev = change.rev();
        if (change.snapshot()) {
            begin(change.groups(), change.nextBefore());
        } else {
            change.gone().forEach(entries::remove);
            change.goneIds().forEach(id -> entries.remove(id.toString()));
            change.groups().forEach(this::put);
        }
        return later;
    }

    private void put(Notification entry) {
        entries.put(entry.group() == null ? entry.id().toString() : entry.group().thread(), entry);
    }

    /** Newest first, as the REST list with {@code group}; complete from {@link #floor} up. */
    public synchronized List<Notification> entries() {
        return entries.values().stream().filter(entry -> entry.seq() >= floor)
                .sorted(Comparator.comparingLong(Notification::seq).reversed()).toList();
    }

    /** The lowest {@code seq} from which the list is complete; 0 if it is complete from the first. */
    public synchronized long floor() {
        return floor;
    }
}
