package dev.beckon.verify.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A change that was confirmed to a user holds, and nothing is read or archived without a request. */
final class ReadStateHolds implements Check {

    @Override
    public String name() {
        return "read state";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, List<RowFound>> rows = Rows.byUser(history);
        Map<String, InboxFound> inboxes = Rows.inboxes(history);
        Map<String, List<Asked>> asked = history.all(Asked.class).collect(Collectors.groupingBy(Asked::user));
        Map<Integer, Answered> done = new HashMap<>();
        history.all(Answered.class).filter(Answered::ok).forEach(answer -> done.put(answer.call(), answer));
        inboxes.forEach((user, inbox) -> {
            List<Asked> requests = asked.getOrDefault(user, List.of());
            List<RowFound> found = rows.getOrDefault(user, List.of());
            for (Asked request : requests) {
                Answered answer = done.get(request.call());
                if (answer != null) {
                    isDone(request, answer, inbox, found, verdict);
                }
            }
            isAskedFor(requests, inbox, found, verdict);
        });
    }

    private static void isDone(Asked request, Answered answer, InboxFound inbox, List<RowFound> rows, Verdict verdict) {
        switch (request.event()) {
            case "mark_read" -> rows.stream().filter(row -> names(request, row)).forEach(row -> verdict.require(
                    row.readItself() || row.seq() <= inbox.state().readUpTo(), request.at(),
                    "%s has read %s, and it is unread".formatted(request.user(), row.key()), List.of(request, answer, row)));
            case "archive" -> rows.stream().filter(row -> names(request, row)).forEach(row -> verdict.require(
                    row.archived(), request.at(),
                    "%s has archived %s, and it is not".formatted(request.user(), row.key()), List.of(request, answer, row)));
            case "mark_all_read" -> {
                long seqThen = answer.response().path("seq").asLong();
                long reached = Math.min(upTo(request, seqThen), seqThen);
                verdict.require(inbox.state().readUpTo() >= reached, request.at(),
                        "%s has read all up to %d, and the watermark is at %d".formatted(
                                request.user(), reached, inbox.state().readUpTo()),
                        List.of(request, answer, inbox));
            }
            default -> {}
        }
    }

    private static void isAskedFor(List<Asked> requests, InboxFound inbox, List<RowFound> rows, Verdict verdict) {
        long watermark = inbox.state().readUpTo();
        long wanted = requests.stream().filter(request -> request.event().equals("mark_all_read"))
                .mapToLong(request -> upTo(request, Long.MAX_VALUE)).max().orElse(0);
        verdict.require(watermark <= wanted, inbox.at(),
                "the watermark of %s is at %d, and no user asked for more than %d".formatted(inbox.user(), watermark, wanted),
                Stream.<Fact>concat(requests.stream().filter(r -> r.event().equals("mark_all_read")), Stream.of(inbox)).toList());
        for (RowFound row : rows) {
            verdict.require(!row.readItself() || isNamed(requests, "mark_read", row), row.at(),
                    "%s of %s is read, and no user has read it".formatted(row.key(), row.user()), List.of(row));
            verdict.require(!row.archived() || isNamed(requests, "archive", row), row.at(),
                    "%s of %s is archived, and no user has archived it".formatted(row.key(), row.user()), List.of(row));
        }
    }

    private static boolean isNamed(List<Asked> requests, String event, RowFound row) {
        return requests.stream().anyMatch(request -> request.event().equals(event) && names(request, row));
    }

    private static boolean names(Asked request, RowFound row) {
        for (JsonNode id : request.payload().path("ids")) {
            if (id.asText().equals(row.id().toString())) {
                return true;
            }
        }
        return false;
    }

    private static long upTo(Asked request, long otherwise) {
        return request.payload().path("up_to").asLong(otherwise);
    }
}
