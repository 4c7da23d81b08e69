package dev.beckon.verify.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Json;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Pushed;
import java.util.List;
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
        List<Notification> missed = snapshot ? inbox.rows.reversed() : inbox.since(known);
        long rev = isMutant.test(Mutant.REVISIONS_GO_BACK) && !snapshot ? known - 1 : state.rev();
        JsonNode reply = Json.asTree(new Difference(user, new InboxState(state.unread(), state.unseen(), state.seq(), rev,
                state.epoch(), state.readUpTo()), missed, snapshot));
        history.note(at -> new Joined(at, name(), user, reply));
        known = state.rev();
    }

    void receive(Notification notification, SmallInbox inbox) {
        tell(inbox, "new_notification", new NewNotification(notification, inbox.state()));
    }

    void changed(SmallInbox inbox) {
        InboxState state = inbox.state();
        long watermark = state.readUpTo() + (isMutant.test(Mutant.THE_WATERMARK_IS_TOLD_WRONG) ? -1 : 0);
        tell(inbox, "inbox_changed", InboxChanged.counts(new InboxState(state.unread(), state.unseen(), state.seq(), state.rev(),
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
