package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inboxes show mentions in the order in which they were posted. A mention comes before every other one whose first attempt began
 * after its own 202; likewise after Kafka's acknowledgement for records with one key, and for the mentions of one list whose
 * first attempt was accepted. Any two others may come in either order. This is the order of {@code seq}; {@link FramesInOrder}
 * and {@link ViewsAreExact} compare devices with that.
 *
 * <p>An inbox is read from its newest row: a mention is too early if a newer row's mention of the same sequence was done before
 * this one began, so the earliest end so far decides, and each row takes constant time.
 */
final class PostedOrder implements Check {

    /** All mentions that mention-service answered with 202, from all callers. */
    private static final String POSTS = "posts";

    @Override
    public String name() {
        return "order";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, Posting> postings = Posting.all(history);
        Rows.byUser(history).forEach((user, rows) -> {
            Map<String, Done> earliest = new HashMap<>();
            rows.stream().sorted(Comparator.comparing(RowFound::seq).reversed()).forEach(row -> {
                Posting posting = postings.get(row.key());
                if (posting != null) {
                    posting.turns().forEach(turn -> examine(row, turn, earliest, verdict));
                }
            });
        });
    }

    /** @param earliest the earliest end in each sequence, of all rows below this one */
    private static void examine(RowFound row, Turn turn, Map<String, Done> earliest, Verdict verdict) {
        Done below = earliest.get(turn.sequence());
        Event begun = turn.begun();
        if (below != null && begun != null && below.event().index() < begun.index()) {
            verdict.broken(begun.fact().at(), "%s shows %s before %s, which was accepted before the other was posted".formatted(
                    row.user(), row.key(), below.row().key()), List.of(below.event().fact(), begun.fact(), row, below.row()));
        } else {
            verdict.kept(begun == null ? row.at() : begun.fact().at());
        }
        Event done = turn.done();
        if (done != null && (below == null || done.index() < below.event().index())) {
            earliest.put(turn.sequence(), new Done(done, row));
        }
    }

    /** The event after which a row's mention precedes all that begin. */
    private record Done(Event event, RowFound row) {}

    /** A fact and its index in the history. */
    private record Event(int index, Fact fact) {}

    /**
     * A mention's part in a sequence, in which each has to follow those that were done before it was begun.
     *
     * @param begun {@code null}: unknown, so it need not follow any
     * @param done {@code null}: none has to follow it
     */
    private record Turn(String sequence, @Nullable Event begun, @Nullable Event done) {}

    /** When the attempts to post one mention began, and when the first was acknowledged. */
    private static final class Posting {

        private @Nullable Event begun;
        private @Nullable Event done;
        private int attempts;
        private int attemptsUntilDone;

        static Map<String, Posting> all(History history) {
            Map<String, Posting> postings = new HashMap<>();
            int index = 0;
            for (Fact fact : history.facts()) {
                Event event = new Event(index++, fact);
                switch (fact) {
                    case PostSent sent -> of(sent.key(), postings).began(event);
                    case PostAnswered answered when answered.status() == MentionStory.ACCEPTED ->
                        of(answered.key(), postings).acknowledged(event);
                    case RecordWritten written when written.kind() == RecordWritten.Kind.GOOD ->
                        of(written.key(), postings).acknowledged(event);
                    default -> {}
                }
            }
            return postings;
        }

        private static Posting of(String key, Map<String, Posting> postings) {
            return postings.computeIfAbsent(key, _ -> new Posting());
        }

        private void began(Event event) {
            begun = begun == null ? event : begun;
            attempts++;
        }

        private void acknowledged(Event event) {
            if (done == null) {
                done = event;
                attemptsUntilDone = attempts;
            }
        }

        List<Turn> turns() {
            List<Turn> turns = new ArrayList<>();
            if (done != null && done.fact() instanceof RecordWritten record) {
                turns.add(new Turn(POSTS, begun, null));
                turns.add(new Turn("records with key " + record.kafkaKey(), begun, done));
            } else {
                turns.add(new Turn(POSTS, begun, done));
                if (done != null && attemptsUntilDone == 1 && begun != null && begun.fact() instanceof PostSent sent) {
                    turns.add(new Turn("list of call " + sent.call(), begun, begun));
                }
            }
            return turns;
        }
    }
}
