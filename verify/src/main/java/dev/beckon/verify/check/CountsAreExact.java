package dev.beckon.verify.check;

import dev.beckon.contracts.InboxState;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Each inbox's counts match its rows. Unread counts rows that are neither read nor archived nor taken back; unseen counts those of
 * them that are newer than the latest opening of the inbox. Where the database does not know that opening, the user's requests give
 * unseen an upper and a lower bound; they are close if no such request is still unanswered.
 */
final class CountsAreExact implements Check {

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, List<RowFound>> rows = Rows.byUser(history);
        Map<String, Opening> openings = Opening.all(history);
        Map<String, Long> returns = returns(history);
        history.all(InboxFound.class).forEach(inbox -> {
            List<RowFound> found = rows.getOrDefault(inbox.user(), List.of());
            List<RowFound> unread = found.stream().filter(row -> isUnread(row, inbox.state())).toList();
            unread(inbox, unread, verdict);
            positions(inbox, found, returns.getOrDefault(inbox.user(), 0L), verdict);
            unseen(inbox, unread, openings.getOrDefault(inbox.user(), Opening.NONE), verdict);
        });
        List<String> counted = history.all(InboxFound.class).map(InboxFound::user).toList();
        rows.forEach((user, found) -> verdict.require(counted.contains(user), found.getFirst().at(),
                "%s has notifications and no inbox".formatted(user), found));
    }

    /** How many notifications may have returned to each inbox: each leaves a gap at its earlier position. */
    private static Map<String, Long> returns(History history) {
        Map<String, Long> returns = new HashMap<>();
        MentionStory.all(history).values().stream().filter(MentionStory::isRevised).forEach(
                story -> story.recipients().forEach(user -> returns.merge(user, (long) story.returns(user), Long::sum)));
        return returns;
    }

    private static void unread(InboxFound inbox, List<RowFound> unread, Verdict verdict) {
        verdict.require(inbox.state().unread() == unread.size(), inbox.at(), "%s has %d unread and counts %d".formatted(
                inbox.user(), unread.size(), inbox.state().unread()), with(inbox, unread));
    }

    /** Positions count from 1 without gaps, except where a notification has returned. */
    private static void positions(InboxFound inbox, List<RowFound> rows, long returns, Verdict verdict) {
        InboxState state = inbox.state();
        List<Long> seqs = rows.stream().map(RowFound::seq).sorted().toList();
        long last = seqs.isEmpty() ? 0 : seqs.getLast();
        boolean distinct = Set.copyOf(seqs).size() == seqs.size() && (seqs.isEmpty() || seqs.getFirst() > 0);
        verdict.require(distinct && last == state.seq() && last - seqs.size() <= returns, inbox.at(),
                "%s has the places %s and reports %d as the last".formatted(inbox.user(), seqs, state.seq()), with(inbox, rows));
        verdict.require(rows.stream().allMatch(row -> row.rev() <= state.rev()) && state.readUpTo() <= state.seq(), inbox.at(),
                "%s is at a revision or a watermark that its rows do not bear out".formatted(inbox.user()), with(inbox, rows));
    }

    private static void unseen(InboxFound inbox, List<RowFound> unread, Opening opening, Verdict verdict) {
        Long seenUpTo = inbox.seenUpTo();
        if (seenUpTo != null) {
            verdict.require(opening.surelyUpTo() <= seenUpTo && seenUpTo <= opening.perhapsUpTo(), inbox.at(),
                    "%s was opened up to %d, and the database has %d".formatted(inbox.user(), opening.surelyUpTo(), seenUpTo),
                    with(inbox, opening));
        }
        long most = seenUpTo == null
                ? Math.min(inbox.state().unread(), inbox.state().seq() - opening.surelyUpTo())
                : newerThan(seenUpTo, unread);
        long least = newerThan(seenUpTo == null ? opening.perhapsUpTo() : seenUpTo, unread);
        int unseen = inbox.state().unseen();
        verdict.require(least <= unseen && unseen <= most, inbox.at(),
                "%s counts %d unseen; it must be %d to %d".formatted(inbox.user(), unseen, least, most), with(inbox, opening));
    }

    private static long newerThan(long seq, List<RowFound> rows) {
        return rows.stream().filter(row -> row.seq() > seq).count();
    }

    private static boolean isUnread(RowFound row, InboxState state) {
        return !row.archived() && !row.takenBack() && !row.isRead(state.readUpTo());
    }

    private static List<Fact> with(InboxFound inbox, Opening opening) {
        return Stream.concat(Stream.of(inbox), opening.evidence().stream()).toList();
    }

    private static List<? extends Fact> with(InboxFound inbox, List<RowFound> rows) {
        return Stream.concat(Stream.of(inbox), rows.stream()).toList();
    }
}
