package dev.beckon.verify.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.InboxPayload.GroupsChanged;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Json;
import dev.beckon.verify.history.Fact.JoinSent;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.model.SmallInbox.Effect;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One device, and the gateway's member for it: passes on the next revision, and joins again if one is missing. */
final class SmallDevice {

    private final String user;
    private final boolean byThread;
    private final SmallHistory history;
    private final Predicate<Mutant> isMutant;
    /** By thread, or by id without one. */
    private Map<String, Notification> groups = Map.of();
    private long known = -1;
    private int frames;

    SmallDevice(String user, boolean byThread, SmallHistory history, Predicate<Mutant> isMutant) {
        this.user = user;
        this.byThread = byThread;
        this.history = history;
        this.isMutant = isMutant;
    }

    String name() {
        return user + (byThread ? "/2" : "/1");
    }

    void join(SmallInbox inbox) {
        InboxState state = inbox.state();
        boolean snapshot = known < 0 || byThread;
        List<Notification> missed = byThread ? List.of() : snapshot ? inbox.list(false, false) : inbox.since(known);
        long rev = isMutant.test(Mutant.REVISIONS_GO_BACK) && !snapshot ? known - 1 : state.rev();
        ObjectNode reply = (ObjectNode) Json.asTree(new InboxState(state.unread(), state.unseen(), state.seq(), rev,
                state.epoch(), state.readUpTo()));
        reply.set("notifications", Json.asTree(missed));
        reply.set("retracted", Json.asTree(snapshot ? List.of() : inbox.retractedSince(known)));
        reply.put("snapshot", snapshot);
        if (byThread) {
            groups = byKey(inbox);
            reply.set("groups", Json.asTree(groups.values()));
            history.note(at -> new JoinSent(at, name(), user, Json.asTree(Map.of("group", "thread"))));
        }
        history.note(at -> new Joined(at, name(), user, reply));
        known = state.rev();
    }

    /** A revision has changed the inbox. */
    void revised(Effect effect, Notification notification, SmallInbox inbox) {
        InboxState state = inbox.state();
        boolean rings = effect == Effect.ADDED || effect == Effect.UPDATED && isMutant.test(Mutant.AN_EDIT_RINGS_AGAIN);
        if (rings) {
            tell(inbox, "new_notification", new NewNotification(notification, state));
        } else {
            tell(inbox, "inbox_changed", effect == Effect.UPDATED
                    ? InboxChanged.updated(state, notification)
                    : InboxChanged.retracted(state, List.of(notification.id())));
        }
    }

    /** @param change makes the frame from the state that the device is shown */
    void changed(SmallInbox inbox, Function<InboxState, InboxChanged> change) {
        InboxState state = inbox.state();
        long watermark = state.readUpTo() + (isMutant.test(Mutant.THE_WATERMARK_IS_TOLD_WRONG) ? -1 : 0);
        tell(inbox, "inbox_changed", change.apply(new InboxState(state.unread(), state.unseen(), state.seq(), state.rev(),
                state.epoch(), Math.max(0, watermark))));
    }

    private void tell(SmallInbox inbox, String event, Object payload) {
        long rev = inbox.rev;
        if (rev <= known) {
            return;
        }
        if (known != rev - 1) {
            join(inbox);
            return;
        }
        known = rev;
        frames++;
        if (isMutant.test(Mutant.A_FRAME_IS_DROPPED) && frames % 3 == 0) {
            return;
        }
        push(event, payload);
        if (isMutant.test(Mutant.A_FRAME_IS_DELIVERED_TWICE) && frames % 3 == 0) {
            push(event, payload);
        }
        if (byThread) {
            follow(inbox);
        }
    }

    private static Map<String, Notification> byKey(SmallInbox inbox) {
        return inbox.groups(false).stream().collect(Collectors.toMap(
                entry -> entry.group() == null ? entry.id().toString() : entry.group().thread(), entry -> entry));
    }

    private void follow(SmallInbox inbox) {
        Map<String, Notification> now = byKey(inbox);
        List<Notification> changed = now.entrySet().stream().filter(entry -> !entry.getValue().equals(groups.get(entry.getKey())))
                .map(Map.Entry::getValue).toList();
        List<Notification> gone = isMutant.test(Mutant.A_GROUP_STAYS_WITHOUT_A_NOTIFICATION)
                ? List.of()
                : groups.entrySet().stream()
                        .filter(entry -> !now.containsKey(entry.getKey())).map(Map.Entry::getValue).toList();
        groups = now;
        boolean forgotten = isMutant.test(Mutant.A_CHANGE_OF_GROUPS_IS_FORGOTTEN) && frames % 3 == 0;
        if (!forgotten && !(changed.isEmpty() && gone.isEmpty())) {
            push("groups_changed", new GroupsChanged(inbox.rev, SmallInbox.EPOCH, changed,
                    gone.stream().filter(entry -> entry.group() != null).map(Notification::thread).toList(),
                    gone.stream().filter(entry -> entry.group() == null).map(Notification::id).toList(), null, false));
        }
    }

    private void push(String event, Object payload) {
        JsonNode tree = Json.asTree(payload);
        history.note(at -> new Pushed(at, name(), user, event, tree));
    }

    /** The gateway's regular comparison of revisions. */
    void compare(SmallInbox inbox) {
        if (known != inbox.rev) {
            join(inbox);
        }
    }
}
