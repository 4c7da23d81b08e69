package dev.beckon.verify.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Json;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.model.SmallInbox.Effect;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** One device, and the gateway's member for it: passes on the next revision, and joins again if one is missing. */
final class SmallDevice {

    private final String user;
    private final SmallHistory history;
    private final Predicate<Mutant> isMutant;
    private long known = -1;
    private int frames;

    SmallDevice(String user, SmallHistory history, Predicate<Mutant> isMutant) {
        this.user = user;
        this.history = history;
        this.isMutant = isMutant;
    }

    String name() {
        return user + "/1";
    }

    void join(SmallInbox inbox) {
        InboxState state = inbox.state();
        boolean snapshot = known < 0;
        List<Notification> missed = snapshot ? inbox.list(false, false) : inbox.since(known);
        long rev = isMutant.test(Mutant.REVISIONS_GO_BACK) && !snapshot ? known - 1 : state.rev();
        ObjectNode reply = (ObjectNode) Json.asTree(new InboxState(state.unread(), state.unseen(), state.seq(), rev,
                state.epoch(), state.readUpTo()));
        reply.set("notifications", Json.asTree(missed));
        reply.set("retracted", Json.asTree(snapshot ? List.of() : inbox.retractedSince(known)));
        reply.put("snapshot", snapshot);
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
