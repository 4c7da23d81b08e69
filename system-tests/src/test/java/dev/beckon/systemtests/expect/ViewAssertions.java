package dev.beckon.systemtests.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Inboxes;
import dev.beckon.testclients.view.InboxView;
import java.util.Collection;
import java.util.List;

/** Compares a device's view with the posted mentions, and with the inbox itself. */
public final class ViewAssertions {

    private ViewAssertions() {}

    /** Exactly these mentions came as news, each once, in the inbox's order. */
    public static void assertNews(InboxView view, Collection<String> excerpts) {
        assertThat(view.news()).extracting(Notification::excerpt).containsExactlyInAnyOrderElementsOf(excerpts);
        assertThat(view.news()).extracting(Notification::seq).isSorted();
        assertThat(view.faults()).isEmpty();
    }

    /**
     * Like {@link #assertNews}, for a device that was offline for long: after more than {@link CatchUp#SNAPSHOT_SIZE} changes it may
     * have got the newest in a snapshot instead of as news. {@link #assertExact} proves that it shows them.
     */
    public static void assertNewsOrSnapshot(InboxView view, Collection<String> excerpts) {
        assertThat(excerpts).containsAll(view.news().stream().map(Notification::excerpt).toList());
        assertThat(view.faults()).isEmpty();
        long previous = 0;
        for (Notification notification : view.news()) {
            long missing = notification.seq() - previous - 1;
            assertThat(missing == 0 || missing > CatchUp.SNAPSHOT_SIZE)
                    .as("%d missing before %d", missing, notification.seq()).isTrue();
            previous = notification.seq();
        }
    }

    /** The device shows exactly the inbox: items, order, read state, both counts, revision. */
    public static void assertExact(InboxView view, Inboxes inboxes, String user) {
        InboxState state = inboxes.state(user);
        assertThat(view.rev()).as("rev of %s", user).isEqualTo(state.rev());
        assertThat(view.epoch()).isEqualTo(state.epoch().toString());
        assertThat(view.unread()).as("unread of %s", user).isEqualTo(state.unread());
        assertThat(view.unseen()).as("unseen of %s", user).isEqualTo(state.unseen());
        assertThat(rows(view.items())).as("items of %s", user).isEqualTo(rows(inboxes.notifications(user).stream()
                .filter(notification -> notification.seq() >= view.floor())
                .toList()));
        assertThat(view.faults()).isEmpty();
    }

    private static List<String> rows(List<Notification> notifications) {
        return notifications.stream()
                .map(n -> "%d %s %s %s".formatted(n.seq(), n.id(), n.read() ? "read" : "unread", n.excerpt()))
                .toList();
    }
}
