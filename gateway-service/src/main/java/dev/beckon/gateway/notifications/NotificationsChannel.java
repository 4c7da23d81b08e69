package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.OutResult;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Groups;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.CatchUp.Retraction;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.notifications.GapRepair.MissedEvent;
import dev.beckon.gateway.notifications.InboxClient.UnavailableException;
import dev.beckon.gateway.notifications.InboxTelemetry.Cause;
import dev.beckon.gateway.presence.OnlineUsers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code notifications:<user id>}: a user's own inbox, live. The channel sends a member every change exactly once and in order:
 * it subscribes before it reads, every broadcast carries the revision it follows, and after a gap it fetches the difference
 * before it delivers anything else. Callbacks of one member never overlap, so later frames wait.
 */
@Singleton
public final class NotificationsChannel implements Channel {

    /** Message to a member whose inbox is at another revision than the member. */
    record Behind() {}

    /**
     * The response to a join: it brings the client's inbox up to date.
     *
     * @param notifications those changed since the client's revision, by ascending {@code rev}; or the newest, newest first
     * @param retracted ids of those taken back since then, left out if there are none: clients forget them
     * @param snapshot true: the client must drop its earlier state
     * @param groups by thread, the first page, in place of single notifications; left out unless the client asked for it
     * @param nextBefore the {@code before} of the next page of groups, left out if there is none
     */
    @RegisterForReflection // Jackson writes it; a native executable keeps only registered classes
    record JoinReply(@JsonUnwrapped InboxState state, List<Notification> notifications,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> retracted, boolean snapshot,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Notification> groups,
            @JsonProperty("next_before") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long nextBefore) {

        static JoinReply of(Difference difference) {
            Groups groups = difference.groups();
            return new JoinReply(difference.state(), difference.notifications(),
                    difference.retracted().stream().map(Retraction::id).toList(), difference.snapshot(),
                    groups == null ? null : groups.entries(), groups == null ? null : groups.nextBefore());
        }
    }

    /**
     * Only a new join can bring the member up to date: ends its channel with {@code phx_error}, after which the client joins
     * again.
     */
    static final class RejoinNeededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RejoinNeededException(String why) {
            super(why + ": a new join brings it", null, false, false);
        }
    }

    private static final Set<String> INTERCEPTS = Set.of(InboxPayload.NEW_NOTIFICATION, InboxPayload.INBOX_CHANGED, InboxFrame.STALE);

    private final CatchUpQueue catchUps;
    private final InboxEvents events;
    private final Reconciler members;
    private final OnlineUsers online;
    private final InboxTelemetry telemetry;

    NotificationsChannel(CatchUpQueue catchUps, InboxEvents events, Reconciler members, OnlineUsers online,
            InboxTelemetry telemetry) {
        this.catchUps = catchUps;
        this.events = events;
        this.members = members;
        this.online = online;
        this.telemetry = telemetry;
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        String user = member.socketAssigns().get(User.class).id();
        if (!member.subtopic().equals(user)) {
            return Uni.createFrom().item(JoinResult.refused("unauthorized"));
        }
        Position position;
        try {
            position = InboxEvents.position(user, payload);
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(JoinResult.refused(InboxEvents.reason(e)));
        }
        return member.subscribe()
                .chain(() -> read(member, position))
                .onFailure(UnavailableException.class)
                .recoverWithItem(e -> JoinResult.refused(e.reason()));
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        return events.handle(member, event, payload);
    }

    @Override
    public Set<String> intercepts() {
        return INTERCEPTS;
    }

    @Override
    public OutResult handleOut(Member member, TopicBroadcast broadcast) {
        InboxCursor cursor = member.assigns().get(InboxCursor.class);
        Revisions revisions = Revisions.parse(broadcast.headers());
        switch (cursor.compare(revisions)) {
            case KNOWN -> {}
            case IN_ORDER -> {
                if (viewing(member).isPresent()) {
                    return OutResult.later(() -> whileViewing(member, broadcast));
                }
                passOn(member, broadcast, cursor, revisions.rev(), () -> member.push(broadcast));
            }
            case GAP -> {
                return OutResult.later(() -> afterGap(member, broadcast));
            }
        }
        return OutResult.none();
    }

    private static Optional<Viewing> viewing(Member member) {
        return member.assigns().find(Viewing.class).filter(Viewing::isActive);
    }

    /** Checks again, as {@link #afterGap} does. */
    private Uni<OutResult> whileViewing(Member member, TopicBroadcast broadcast) {
        InboxCursor cursor = member.assigns().get(InboxCursor.class);
        Revisions revisions = Revisions.parse(broadcast.headers());
        Optional<Viewing> viewing = viewing(member);
        if (viewing.isEmpty() || cursor.compare(revisions) != InboxCursor.Next.IN_ORDER) {
            return Uni.createFrom().item(handleOut(member, broadcast));
        }
        return viewing.get().adapt(broadcast.payload())
                .invoke(payload -> passOn(member, broadcast, cursor, revisions.rev(), () -> member.push(broadcast.event(), payload)))
                .replaceWith(OutResult.none());
    }

    /** Checks again: the cursor may have moved while this callback waited. */
    private Uni<OutResult> afterGap(Member member, TopicBroadcast broadcast) {
        InboxCursor cursor = member.assigns().get(InboxCursor.class);
        return cursor.compare(Revisions.parse(broadcast.headers())) == InboxCursor.Next.GAP
                ? repair(member, cursor, Cause.GAP).replaceWith(OutResult.none())
                : Uni.createFrom().item(handleOut(member, broadcast));
    }

    private void passOn(Member member, TopicBroadcast broadcast, InboxCursor cursor, long rev, Runnable push) {
        boolean isNew = broadcast.event().equals(InboxPayload.NEW_NOTIFICATION);
        telemetry.push(broadcast, push);
        cursor.advance(rev, isNew);
        followGroups(member, rev);
        if (isNew) {
            telemetry.deliveredLive(broadcast.headers());
        }
    }

    private static void followGroups(Member member, long rev) {
        member.assigns().find(GroupFeed.class).ifPresent(feed -> feed.follow(rev));
    }

    @Override
    public Uni<Void> handleInfo(Member member, Object message) {
        return switch (message) {
            case Behind() -> repair(member, member.assigns().get(InboxCursor.class), Cause.BEHIND);
            default -> Channel.super.handleInfo(member, message);
        };
    }

    @Override
    public Uni<Void> terminate(Member member, TerminateReason reason) {
        members.remove(member);
        member.assigns().find(GroupFeed.class).ifPresent(GroupFeed::end);
        return Uni.createFrom().voidItem();
    }

    private Uni<JoinResult> read(Member member, Position position) {
        int rounds = members.rounds();
        return fetch(position, Cause.JOIN).map(difference -> joined(member, difference, rounds));
    }

    private JoinResult joined(Member member, Difference difference, int roundsBefore) {
        InboxCursor cursor = new InboxCursor(difference);
        member.assigns().put(InboxCursor.class, cursor);
        members.add(member, cursor, roundsBefore);
        online.add(member);
        if (difference.groups() != null) {
            member.assigns().put(GroupFeed.class, new GroupFeed(member, difference, since -> fetch(since, Cause.GROUPS)));
        }
        if (!difference.snapshot()) {
            telemetry.deliveredByJoin(difference.notifications());
        }
        return new JoinResult.Joined(JoinReply.of(difference));
    }

    /**
     * While notification-service is unreachable the member keeps its revision, and the next frame or round tries again. If no
     * sequence of events can express the difference, the channel fails: the client joins again and gets the whole inbox.
     */
    private Uni<Void> repair(Member member, InboxCursor cursor, Cause cause) {
        return fetch(cursor.position(), cause)
                .chain(difference -> viewing(member).map(viewing -> viewing.adapt(difference, cursor.seq()))
                        .orElseGet(() -> Uni.createFrom().item(difference)))
                .invoke(difference -> deliver(member, cursor, difference))
                .replaceWithVoid()
                .onFailure(UnavailableException.class).invoke(() -> members.compareNext(member))
                .onFailure(UnavailableException.class).recoverWithNull();
    }

    private Uni<Difference> fetch(Position position, Cause cause) {
        telemetry.catchingUp(cause);
        return catchUps.catchUp(position)
                .onFailure(UnavailableException.class)
                .invoke(failure -> telemetry.catchUpFailed(failure.reason()));
    }

    private void deliver(Member member, InboxCursor cursor, Difference difference) {
        if (difference.snapshot()) {
            throw new RejoinNeededException("the inbox was restored, or too much changed");
        }
        if (cursor.differsFrom(difference.state())) {
            GapRepair.events(difference, cursor.seq())
                    .orElseThrow(() -> new RejoinNeededException("no events in order bring what changed"))
                    .forEach(missed -> push(member, missed));
            cursor.moveTo(difference.state());
            followGroups(member, difference.state().rev());
            telemetry.gapRepaired();
        }
    }

    private void push(Member member, MissedEvent missed) {
        member.push(missed.event(), missed.payload());
        if (missed.payload() instanceof NewNotification news) {
            telemetry.deliveredRepaired(news.notification());
        }
    }
}
