package dev.beckon.verify.check;

import dev.beckon.verify.check.OwnerRequest.Reach;
import dev.beckon.verify.check.Register.Write;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The last confirmed change of a notification holds, whichever of its owner's requests made it: read, unread, archived or out of the
 * archive. Nothing is read, unread or archived without a request.
 */
final class ReadStateHolds implements Check {

    @Override
    public String name() {
        return "read state";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, MentionStory> stories = MentionStory.all(history);
        Rows rows = Rows.of(history, stories);
        Map<String, List<RowFound>> byUser = Rows.byUser(history);
        Map<String, List<OwnerRequest>> asked = OwnerRequest.byUser(history);
        Rows.inboxes(history).forEach((user, inbox) -> {
            List<OwnerRequest> requests = asked.getOrDefault(user, List.of());
            watermark(requests, inbox, verdict);
            byUser.getOrDefault(user, List.of()).stream().filter(row -> !row.takenBack()).forEach(row -> {
                MentionStory story = rows.story(row);
                new Flags(row, story == null || story.alwaysNames(user), requests).examine(inbox, verdict);
            });
        });
    }

    private static void watermark(List<OwnerRequest> requests, InboxFound inbox, Verdict verdict) {
        long watermark = inbox.state().readUpTo();
        List<OwnerRequest> all = requests.stream().filter(request -> request.is("mark_all_read")).toList();
        for (OwnerRequest request : all) {
            if (request.answer() != null) {
                long reached = Math.min(request.upTo(Register.NEVER), request.newest());
                verdict.require(watermark >= reached, request.from(), "%s has read all up to %d, and the watermark is at %d".formatted(
                        inbox.user(), reached, watermark), with(List.of(request), inbox));
            }
        }
        long wanted = all.stream().mapToLong(request -> request.upTo(Register.NEVER)).max().orElse(0);
        verdict.require(watermark <= wanted, inbox.at(),
                "the watermark of %s is at %d, and no user asked for more than %d".formatted(inbox.user(), watermark, wanted),
                with(all, inbox));
    }

    private static List<Fact> with(List<OwnerRequest> requests, Fact found) {
        return Stream.concat(requests.stream().flatMap(request -> request.facts().stream()), Stream.of(found)).toList();
    }

    /** What the requests of its owner may have made of one notification. */
    private static final class Flags {

        private final RowFound row;
        /** False if the mention may have been taken back from this inbox for a while: requests then changed nothing. */
        private final boolean steady;
        private final Register read = new Register();
        private final Register archived = new Register();
        private final List<OwnerRequest> causes = new ArrayList<>();
        private boolean readByName;
        private boolean readToHere;
        private boolean unreadByName;

        Flags(RowFound row, boolean steady, List<OwnerRequest> requests) {
            this.row = row;
            this.steady = steady;
            for (OwnerRequest request : requests) {
                switch (request.asked().event()) {
                    case "mark_read", "mark_source_read" -> readByName |= add(read, true, request, request.names(row));
                    case "mark_unread" -> unreadByName |= add(read, false, request, request.names(row));
                    case "mark_all_read" -> readToHere |= add(read, true, request, request.covers(row));
                    case "archive" -> add(archived, true, request, request.names(row));
                    case "unarchive" -> add(archived, false, request, request.names(row));
                    default -> {}
                }
            }
            requests.stream().filter(request -> request.is("archive_read"))
                    .forEach(request -> add(archived, true, request, archivesRead(request)));
        }

        /** Depends on whether the notification was read at that time, and therefore on all other requests. */
        private Reach archivesRead(OwnerRequest request) {
            if (!read.mayBe(true, request.from(), request.until())) {
                return Reach.NO;
            }
            Reach reach = request.reaches(row.seq(), Register.NEVER);
            return reach == Reach.YES && read.mayBe(false, request.from(), request.until()) ? Reach.PERHAPS : reach;
        }

        private boolean add(Register flag, boolean value, OwnerRequest request, Reach reach) {
            if (reach != Reach.NO) {
                flag.add(new Write(value, request.from(), request.until(), steady && reach == Reach.YES && request.answer() != null));
                causes.add(request);
            }
            return reach != Reach.NO;
        }

        void examine(InboxFound inbox, Verdict verdict) {
            boolean isRead = row.isRead(inbox.state().readUpTo());
            examine(read, isRead, isRead ? "read" : "unread", verdict);
            examine(archived, row.archived(), row.archived() ? "archived" : "not archived", verdict);
            boolean readAsMarked = readToHere && unreadByName; // all read up to here, and this one below the watermark for itself
            verdict.require(!row.readItself() || readByName || readAsMarked, row.at(),
                    "%s of %s is read, and no user has read it".formatted(row.key(), row.user()), List.of(row));
            verdict.require(!row.marks().contains(RowFound.Mark.UNREAD) || unreadByName, row.at(),
                    "%s of %s is marked unread, and no user has done so".formatted(row.key(), row.user()), List.of(row));
        }

        private void examine(Register flag, boolean value, String is, Verdict verdict) {
            String last = flag.wasAsked(value) ? "the last request of %s was another" : "no request of %s made it so";
            verdict.require(flag.mayBe(value, Register.NEVER, Register.NEVER), row.at(),
                    "%s is %s, and %s".formatted(row.key(), is, last.formatted(row.user())), with(causes, row));
        }
    }
}
