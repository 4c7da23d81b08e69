package dev.beckon.verify.check;

import dev.beckon.verify.check.MentionStory.Revision;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.Fact.RevisionAnswered;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Inboxes show mentions in the order in which they were posted. A mention comes before every other one whose first attempt began
 * after its own 202; likewise after Kafka's acknowledgement for records with one key, and for the mentions of one list whose
 * first attempt was accepted. An edit leaves a mention where it is; for a recipient whom it adds, the mention is posted with it. Any
 * two others may come in either order. This is the order of {@code seq}; {@link FramesInOrder} and {@link ViewsAreExact} compare
 * devices with that.
 *
 * <p>An inbox is read from its newest row: a mention is too early if a newer row's mention of the same sequence was done before
 * this one began, so the earliest end so far decides, and each row takes constant time.
 */
final class PostedOrder implements Check {

    /** All mentions that mention-service answered with 202, from all callers. */
    private static final String POSTS = "posts";

    private static final Comparator<Event> BY_INDEX = Comparator.comparingInt(Event::index);

    @Override
    public String name() {
        return "order";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, MentionStory> stories = MentionStory.all(history);
        Rows found = Rows.of(history, stories);
        Turns turns = new Turns(history);
        Rows.byUser(history).forEach((user, rows) -> {
            Map<String, Done> earliest = new HashMap<>();
            rows.stream().sorted(Comparator.comparing(RowFound::seq).reversed()).forEach(row -> {
                MentionStory story = found.story(row);
                if (story != null) {
                    turns.of(story, user).forEach(turn -> examine(row, turn, earliest, verdict));
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

    /** Finds when a mention was posted to a user. */
    private static final class Turns {

        private final Map<Fact, Integer> positions = new IdentityHashMap<>();

        Turns(History history) {
            history.facts().forEach(fact -> positions.put(fact, positions.size()));
        }

        List<Turn> of(MentionStory story, String user) {
            List<Revision> naming = story.effective().stream().filter(revision -> revision.recipients().contains(user)).toList();
            if (naming.isEmpty()) {
                return List.of();
            }
            return story.isRevised() ? List.of(edited(naming, story.alwaysNames(user))) : posted(naming.getFirst());
        }

        private List<Turn> posted(Revision post) {
            Fact first = post.attempts().getFirst();
            Event begun = first instanceof RecordWritten ? null : event(first); // nobody announced the record
            Event done = post.isConfirmed() ? event(post.confirmations().getFirst()) : null;
            if (done != null && done.fact() instanceof RecordWritten record) {
                return List.of(new Turn(POSTS, begun, null), new Turn("records with key " + record.kafkaKey(), begun, done));
            }
            Turn turn = new Turn(POSTS, begun, done);
            boolean atOnce = done != null && post.attempts().stream().filter(attempt -> event(attempt).index() < done.index()).count() == 1;
            return atOnce && first instanceof PostSent sent
                    ? List.of(turn, new Turn("list of call " + sent.call(), begun, begun))
                    : List.of(turn);
        }

        /**
         * The first revision that arrives adds the mention, and it stays there if no other takes it back meanwhile; otherwise the last
         * one decides. What went to Kafka past mention-service has no order with posts.
         */
        private Turn edited(List<Revision> naming, boolean stays) {
            Event begun = naming.stream().map(revision -> event(revision.attempts().getFirst())).min(BY_INDEX).orElse(null);
            List<Event> done = naming.stream().flatMap(revision -> revision.confirmations().stream().filter(Turns::isByHttp).limit(1))
                    .map(this::event).sorted(BY_INDEX).toList();
            if (stays) {
                return new Turn(POSTS, begun, done.isEmpty() ? null : done.getFirst());
            }
            return new Turn(POSTS, begun, done.size() == naming.size() ? done.getLast() : null);
        }

        private static boolean isByHttp(Fact confirmation) {
            return confirmation instanceof PostAnswered || confirmation instanceof RevisionAnswered;
        }

        private Event event(Fact fact) {
            return new Event(Objects.requireNonNull(positions.get(fact)), fact);
        }
    }
}
