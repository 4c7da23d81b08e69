package dev.beckon.gateway.notifications;

import dev.beckon.contracts.hints.ChangeHint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the gateway compares revisions, and of which members: of those that a hint concerns, or of all after a sign that
 * frames and the hint of them are lost. Signs are a hint's number that is not the next, a publisher that is silent though its
 * last hint announced another, a publisher's record in the database, a hint that cannot be read, and an interruption of Redis.
 * Without any publisher all members are compared again and again. Pure: callers give the time, as {@link System#nanoTime}.
 * Thread-safe.
 */
final class ReconcilePlan {

    /** Time between two comparisons of all members while no publisher is known, and a little for the comparison itself: 30 s. */
    private static final Duration WITHOUT_HINTS = Duration.ofSeconds(25);

    /** Between the starts of two comparisons of all members, and after a failed round. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /**
     * Between a hint and its comparison: frames on their way arrive, and a join that read its inbox before a change of the hint
     * becomes a member, because the read ends within {@link InboxClient#DEADLINE}.
     */
    private static final Duration GRACE = InboxClient.DEADLINE.plusSeconds(1);

    /** Publishers and databases each, and hints that wait for {@link #GRACE}; beyond, the plan compares all members instead. */
    static final int MAX_KNOWN = 1_000;

    /** Why all members are compared; the name is a metric's label. */
    enum Cause {
        /** No sign: it is time. */
        INTERVAL,
        /** The gateway's subscription to Redis was interrupted. */
        INTERRUPTED,
        /** A hint did not arrive. */
        HINT_MISSED,
        /** A hint cannot be read, or there are too many. */
        HINT_UNREADABLE,
        /** A publisher's next hint is overdue: the process has ended, or it stands still, or Redis is away. */
        PUBLISHER_SILENT,
        /** A publisher could not publish a hint, or the database was restored, or it is new to this gateway. */
        DATABASE,
        /** No publisher is known. */
        NO_HINTS
    }

    /** Members to compare. */
    sealed interface Round {

        /** Every member. */
        record All(Cause cause) implements Round {}

        /**
         * Those whom one of the hints concerns.
         *
         * @param until when the last of them was received, or later
         */
        record Concerned(List<ChangeHint> hints, long until) implements Round {}
    }

    /**
     * @param patience time for the next hint, and half as long again: a pause of the publisher or of Redis is no loss yet
     * @param overdue when that time is over
     */
    private record Publisher(long number, long patience, long overdue) {

        static Publisher at(ChangeHint hint, long now) {
            long patience = hint.next().toNanos() * 3 / 2;
            return new Publisher(hint.number(), patience, now + patience);
        }

        Publisher from(long now) {
            return new Publisher(number, patience, now + patience);
        }
    }

    private record Received(ChangeHint hint, long at) {}

    private final long interval;
    private final long pause;
    private final Map<String, Publisher> publishers = new HashMap<>();
    private final Map<UUID, Long> databases = new HashMap<>();
    private final List<Received> waiting = new ArrayList<>();
    private @Nullable Cause wanted;
    private long lastOfAll;
    private long notBefore;
    private int rounds;

    /** @param start members join after it, so everything changed before is known to them */
    ReconcilePlan(Duration interval, long start) {
        this.interval = interval.toNanos();
        this.pause = Math.min(this.interval, PAUSE.toNanos());
        this.lastOfAll = start;
        this.notBefore = start;
    }

    synchronized void received(ChangeHint hint, long now) {
        Publisher known = publishers.get(hint.publisher());
        if (known != null && hint.number() <= known.number()) {
            return; // a repetition
        }
        boolean follows = hint.number() == (known == null ? 1 : known.number() + 1);
        // A missing hint was sent before this time, and so names only changes that a later comparison of all has found.
        if (!follows && lastOfAll - (now - hint.since().toNanos()) < 0) {
            lost(Cause.HINT_MISSED);
        }
        if (hint.isLast()) {
            publishers.remove(hint.publisher());
        } else {
            publishers.put(hint.publisher(), Publisher.at(hint, now));
        }
        hint.databases().forEach(this::database);
        waiting.add(new Received(hint, now));
        limit();
    }

    private void database(UUID epoch, long lostHints) {
        Long known = databases.get(epoch);
        if (known == null || known < lostHints) {
            databases.put(epoch, lostHints);
            lost(Cause.DATABASE);
        }
    }

    private void limit() {
        if (publishers.size() > MAX_KNOWN || databases.size() > MAX_KNOWN || waiting.size() > MAX_KNOWN) {
            publishers.clear();
            databases.clear();
            waiting.clear();
            lost(Cause.HINT_UNREADABLE);
        }
    }

    /** A sign that frames and the hint of them may be lost. */
    synchronized void lost(Cause sign) {
        if (wanted == null) {
            wanted = sign;
        }
    }

    /** Redis's messages arrive again. The hints that did not are before the comparison that follows, so none is overdue. */
    synchronized void interrupted(long now) {
        lost(Cause.INTERRUPTED);
        publishers.replaceAll((_, publisher) -> publisher.from(now));
    }

    /** The number of rounds with all members so far; one that joins during a round is not among them. */
    synchronized int rounds() {
        return rounds;
    }

    /**
     * The round to make now. Its caller calls {@link #finished} before it asks again.
     *
     * @param asked whether there are members to compare whom no hint concerns
     */
    synchronized @Nullable Round next(boolean asked, long now) {
        if (publishers.values().removeIf(publisher -> publisher.overdue() - now < 0)) {
            lost(Cause.PUBLISHER_SILENT);
        }
        if (publishers.isEmpty() && now - lastOfAll >= WITHOUT_HINTS.toNanos()) {
            lost(Cause.NO_HINTS);
        }
        if (now - lastOfAll >= interval) {
            lost(Cause.INTERVAL);
        }
        if (now - notBefore < 0) {
            return null;
        }
        if (wanted != null && now - lastOfAll >= pause) {
            Cause cause = wanted;
            wanted = null;
            lastOfAll = now;
            rounds++;
            return new Round.All(cause);
        }
        long until = now - GRACE.toNanos();
        List<ChangeHint> ripe = waiting.stream().filter(each -> each.at() - until <= 0).map(Received::hint).toList();
        return asked || !ripe.isEmpty() ? new Round.Concerned(ripe, until) : null;
    }

    /** @param whole false: the round failed, and its members are still to be compared */
    synchronized void finished(Round round, boolean whole, long now) {
        if (!whole) {
            notBefore = now + pause;
        }
        switch (round) {
            case Round.All(Cause cause) when !whole -> lost(cause);
            case Round.All _ -> forget(lastOfAll);
            case Round.Concerned(_, long until) when whole -> forget(until);
            case Round.Concerned _ -> {}
        }
    }

    private void forget(long until) {
        waiting.removeIf(each -> each.at() - until <= 0);
    }
}
