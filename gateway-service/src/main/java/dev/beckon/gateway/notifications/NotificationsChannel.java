package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.TerminateReason;
import dev.beckon.channels.pubsub.TopicBroadcast;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxPayload.NewNotification;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.notifications.GapRepair.MissedEvent;
import dev.beckon.gateway.notifications.InboxMeters.Cause;
import dev.beckon.gateway.presence.OnlineUsers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * {@code notifications:<user id>}: a user's own inbox, live. A member hears of every change exactly once and in order: it
 * subscribes before it reads, every broadcast carries the revision it follows, and where one is missing the difference is
 * fetched before anything else is delivered; callbacks of one member never overlap, so what comes meanwhile waits.
 */
@Singleton
public final class NotificationsChannel implements Channel {

    /** Told to a member whose inbox is at another revision than what the member was told. */
    record Behind() {}

    private static final Set<String> INTERCEPTS =
            Set.of(InboxPayload.NEW_NOTIFICATION, InboxPayload.INBOX_CHANGED, InboxFrame.STALE);

    private final CatchUpQueue catchUps;
    private final InboxEvents events;
    private final InboxMembers members;
    private final OnlineUsers online;
    private final InboxMeters meters;
    private final DeliveryTracing tracing;

    NotificationsChannel(CatchUpQueue catchUps, InboxEvents events, InboxMembers members, OnlineUsers online,
            InboxMeters meters, DeliveryTracing tracing) {
        this.catchUps = catchUps;
        this.events = events;
        this.members = members;
        this.online = online;
        this.meters = meters;
        this.tracing = tracing;
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        String user = member.socketAssigns().get(User.class).id();
        if (!member.subtopic().equals(user)) {
            return Uni.createFrom().item(JoinResult.refused("unauthorized"));
        }
        Position position;
        try {
            position = JoinParams.position(user, payload);
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(JoinResult.refused(e.getMessage()));
        }
        return member.subscribe()
                .chain(() -> fetch(position, Cause.JOIN))
                .map(difference -> joined(member, difference))
                .onFailure(InboxUnavailableException.class)
                .recoverWithItem(e -> JoinResult.refused(((InboxUnavailableException) e).reason()));
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        return events.handle(member.socketAssigns().get(User.class), event, payload);
    }

    @Override
    public Set<String> intercepts() {
        return INTERCEPTS;
    }

    @Override
    public boolean handleOutNow(Member member, TopicBroadcast broadcast) {
        InboxCursor cursor = member.assigns().get(InboxCursor.class);
        Revisions revisions = Revisions.parse(broadcast.headers());
        return switch (cursor.compare(revisions)) {
            case KNOWN -> true;
            case IN_ORDER -> {
                passOn(member, broadcast, cursor, revisions.rev());
                yield true;
            }
            case GAP -> false;
        };
    }

    @Override
    public Uni<Void> handleOut(Member member, TopicBroadcast broadcast) {
        return handleOutNow(member, broadcast)
                ? Uni.createFrom().voidItem()
                : repair(member, member.assigns().get(InboxCursor.class), Cause.GAP);
    }

    private void passOn(Member member, TopicBroadcast broadcast, InboxCursor cursor, long rev) {
        boolean isNew = broadcast.event().equals(InboxPayload.NEW_NOTIFICATION);
        tracing.push(member, broadcast);
        cursor.advance(rev, isNew);
        if (isNew) {
            meters.deliveredLive(broadcast.headers());
        }
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
        return Uni.createFrom().voidItem();
    }

    private JoinResult joined(Member member, Difference difference) {
        InboxCursor cursor = new InboxCursor(difference);
        member.assigns().put(InboxCursor.class, cursor);
        members.add(member, cursor);
        online.add(member);
        if (!difference.snapshot()) {
            meters.deliveredByJoin(difference.notifications().size());
        }
        return new JoinResult.Joined(JoinReply.of(difference));
    }

    /**
     * While notification-service is out of reach the member keeps what it has, and the next frame or comparison tries
     * again. A difference that cannot be told as events fails the channel: the client joins again and gets it whole.
     */
    private Uni<Void> repair(Member member, InboxCursor cursor, Cause cause) {
        return fetch(cursor.position(), cause)
                .invoke(difference -> deliver(member, cursor, difference))
                .replaceWithVoid()
                .onFailure(InboxUnavailableException.class).recoverWithNull();
    }

    private Uni<Difference> fetch(Position position, Cause cause) {
        meters.catchingUp(cause);
        return catchUps.catchUp(position)
                .onFailure(InboxUnavailableException.class)
                .invoke(failure -> meters.catchUpFailed(((InboxUnavailableException) failure).reason()));
    }

    private void deliver(Member member, InboxCursor cursor, Difference difference) {
        if (difference.snapshot()) {
            throw new RejoinNeededException("the inbox was restored, or too much changed");
        }
        if (cursor.differsFrom(difference)) {
            GapRepair.events(difference, cursor.seq())
                    .orElseThrow(() -> new RejoinNeededException("several notifications changed at one revision"))
                    .forEach(missed -> tell(member, missed));
            cursor.moveTo(difference);
            meters.gapRepaired();
        }
    }

    private void tell(Member member, MissedEvent missed) {
        member.push(missed.event(), missed.payload());
        if (missed.payload() instanceof NewNotification news) {
            meters.deliveredRepaired(news.notification().createdAt());
        }
    }
}
