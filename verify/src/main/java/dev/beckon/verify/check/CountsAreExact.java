package dev.beckon.verify.check;

import dev.beckon.contracts.InboxState;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Each inbox's counts match its rows. Unread counts rows that are neither read nor archived. Unseen also depends on when
 * the user last opened the inbox, which gives it an upper and a lower bound; they are close if no such request is still
 * unanswered.
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
        history.all(InboxFound.class).forEach(inbox -> examine(
                inbox, rows.getOrDefault(inbox.user(), List.of()), openings.getOrDefault(inbox.user(), Opening.NONE), verdict));
        List<String> counted = history.all(InboxFound.class).map(InboxFound::user).toList();
        rows.forEach((user, found) -> verdict.require(counted.contains(user), found.getFirst().at(),
                "%s has notifications and no inbox".formatted(user), found));
    }

    private static void examine(InboxFound inbox, List<RowFound> rows, Opening opening, Verdict verdict) {
        InboxState state = inbox.state();
        List<RowFound> unread = rows.stream().filter(row -> isUnread(row, state)).toList();
        verdict.require(state.unread() == unread.size(), inbox.at(), "%s has %d unread and counts %d".formatted(
                inbox.user(), unread.size(), state.unread()), with(inbox, unread));
        List<Long> seqs = rows.stream().map(RowFound::seq).sorted().toList();
        verdict.require(seqs.equals(LongStream.rangeClosed(1, state.seq()).boxed().toList()), inbox.at(),
                "%s has the places %s and reports %d as the last".formatted(inbox.user(), seqs, state.seq()), with(inbox, rows));
        verdict.require(rows.stream().allMatch(row -> row.rev() <= state.rev()) && state.readUpTo() <= state.seq(), inbox.at(),
                "%s is at a revision or a watermark that its rows do not bear out".formatted(inbox.user()), with(inbox, rows));
        unseen(inbox, unread, opening, verdict);
    }

    private static void unseen(InboxFound inbox, List<RowFound> unread, Opening opening, Verdict verdict) {
        long most = Math.min(inbox.state().unread(), inbox.state().seq() - opening.surelyUpTo());
        long least = unread.stream().filter(row -> row.seq() > opening.perhapsUpTo()).count();
        int unseen = inbox.state().unseen();
        verdict.require(least <= unseen && unseen <= most, inbox.at(),
                "%s counts %d unseen; it must be %d to %d".formatted(inbox.user(), unseen, least, most),
                Stream.concat(Stream.of(inbox), opening.evidence().stream()).toList());
    }

    private static boolean isUnread(RowFound row, InboxState state) {
        return !row.archived() && !row.readItself() && row.seq() > state.readUpTo();
    }

    private static List<? extends Fact> with(InboxFound inbox, List<RowFound> rows) {
        return Stream.concat(Stream.of(inbox), rows.stream()).toList();
    }
}
