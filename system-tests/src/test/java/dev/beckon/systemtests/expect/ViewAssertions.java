package dev.beckon.systemtests.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.verify.clients.Inboxes;
import dev.beckon.verify.view.InboxView;
import java.util.Collection;
import java.util.List;

/** Holds what a device was told against what it should have been told, and against the inbox itself. */
public final class ViewAssertions {

    private ViewAssertions() {}

    /** These mentions came as news, each once, in the inbox's order, and nothing else did. */
    public static void assertTold(InboxView view, Collection<String> excerpts) {
        assertThat(view.told()).extracting(Notification::excerpt).containsExactlyInAnyOrderElementsOf(excerpts);
        assertThat(view.told()).extracting(Notification::seq).isSorted();
        assertThat(view.faults()).isEmpty();
    }

    /** The device shows what the inbox holds: items, order, read or not, both counts, revision. */
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
