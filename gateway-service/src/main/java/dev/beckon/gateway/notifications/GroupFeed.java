package dev.beckon.gateway.notifications;

import dev.beckon.channels.Member;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Grouped;
import dev.beckon.contracts.CatchUp.Groups;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxPayload.GroupsChanged;
import dev.beckon.contracts.InboxState;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends one member, which shows its inbox by thread, the groups that changed. It gets the frames as any member, and for them one catch-up
 * at a time is under way: the next one covers all frames that came meanwhile. Groups may be ahead of the frames, never behind for good: a
 * catch-up that fails is repeated until the member is gone. Thread-safe.
 */
final class GroupFeed {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Member member;
    private final Function<Position, Uni<Difference>> catchUp;
    /** The inbox of which the member has the groups. */
    private InboxState at;
    /** The highest revision that the member has from frames. */
    private long wanted;
    /** The same, when the catch-up under way began. */
    private long asked;
    private boolean underWay;
    private boolean ended;
    private @Nullable Cancellable current;

    /** @param joined the difference that the member has joined with */
    GroupFeed(Member member, Difference joined, Function<Position, Uni<Difference>> catchUp) {
        this.member = member;
        this.at = joined.state();
        this.catchUp = catchUp;
    }

    /** Call when the member has got a frame of this revision, or what stands for it. */
    void follow(long rev) {
        if (begins(rev)) {
            ask();
        }
    }

    private synchronized boolean begins(long rev) {
        wanted = Math.max(wanted, rev);
        boolean begins = !underWay && !ended && wanted > at.rev();
        underWay |= begins;
        return begins;
    }

    private void ask() {
        Cancellable call = Uni.createFrom().deferred(() -> catchUp.apply(position()))
                .onFailure().retry().withBackOff(FIRST_PAUSE, LONGEST_PAUSE).indefinitely()
                .subscribe().with(this::answered);
        synchronized (this) {
            current = call;
            if (ended) {
                call.cancel();
            }
        }
    }

    private synchronized Position position() {
        asked = wanted;
        return new Position(member.subtopic(), at.rev(), at.epoch(), new Grouped(at.readUpTo()));
    }

    private void answered(Difference difference) {
        Groups groups = Objects.requireNonNull(difference.groups());
        InboxState now = difference.state();
        if (difference.snapshot() || !groups.entries().isEmpty() || !groups.gone().isEmpty() || !groups.goneIds().isEmpty()) {
            member.push(InboxPayload.GROUPS_CHANGED, new GroupsChanged(now.rev(), now.epoch(), groups.entries(), groups.gone(), groups
                    .goneIds(),
                    groups.nextBefore(), difference.snapshot()));
        }
        if (goesOn(now)) {
            ask();
        }
    }

    /** A frame that came before the catch-up is covered by it, even after a restore to a lower revision. */
    private synchronized boolean goesOn(InboxState now) {
        at = now;
        underWay = !ended && wanted > Math.max(asked, now.rev());
        return underWay;
    }

    /** The member is gone. */
    synchronized void end() {
        ended = true;
        if (current != null) {
            current.cancel();
        }
    }
}
