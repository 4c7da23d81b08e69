package dev.beckon.verify.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Notification;
import dev.beckon.verify.check.MentionStory.Revision;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.Fact.TextFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A text that a confirmed retraction or edit has replaced is in no table, view or list once all has settled; and a device that was
 * sent the retraction is shown the text no more.
 */
final class TakenBack implements Check {

    @Override
    public String name() {
        return "taken back";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        inTheEnd(history, verdict);
        Sightings sightings = new Sightings();
        history.facts().forEach(sightings::learn);
        history.facts().forEach(fact -> sightings.examine(fact, verdict));
    }

    private static void inTheEnd(History history, Verdict verdict) {
        Map<String, Revision> former = new HashMap<>();
        Map<String, MentionStory> stories = MentionStory.all(history);
        stories.values().stream().filter(story -> story.isRevised() && story.isAccepted())
                .forEach(story -> former.putAll(story.formerTexts()));
        Map<String, DeviceStory> devices = DeviceStory.all(history);
        for (Fact fact : history.settled()) {
            switch (fact) {
                case RowFound row -> require(row.key(), former, stories, row, "a row", verdict);
                case TextFound text -> require(text.text(), former, stories, text, "the table " + text.table(), verdict);
                case DeviceFound device -> {
                    for (Notification item : devices.getOrDefault(device.device(), DeviceStory.NONE).view().items()) {
                        require(item.excerpt(), former, stories, device, "the view of " + device.device(), verdict);
                    }
                }
                case Answered answer -> {
                    for (JsonNode item : answer.response().path("notifications")) {
                        require(item.path("excerpt").asText(), former, stories, answer, "a list of " + answer.device(), verdict);
                    }
                }
                default -> {}
            }
        }
    }

    private static void require(String text, Map<String, Revision> former, Map<String, MentionStory> stories, Fact found, String where,
            Verdict verdict) {
        Revision revision = former.get(text);
        if (revision == null) {
            verdict.kept(found.at());
        } else {
            verdict.broken(found.at(), "%s is in %s, and a higher revision was accepted".formatted(text, where), Stream.concat(
                    Objects.requireNonNull(stories.get(revision.key())).proofOfAcceptance().stream(), Stream.of(found)).toList());
        }
    }

    /** Which texts each user was shown, and at which revision of the inbox each was taken back. */
    private static final class Sightings {

        /** A notification of one user. */
        private record Item(String user, String id) {}

        private record Text(String user, String text) {}

        private record Retraction(long rev, Fact fact) {}

        /** For each notification its texts, with the lowest revision of the inbox that showed it. */
        private final Map<Item, Map<String, Long>> shown = new HashMap<>();
        private final Map<Item, List<Retraction>> retractions = new HashMap<>();
        private final Map<Text, Retraction> ends = new HashMap<>();
        /** The revision that each device knows, and what it knew when it asked for a list. */
        private final Map<String, Long> revs = new HashMap<>();
        private final Map<Integer, Long> asked = new HashMap<>();

        void learn(Fact fact) {
            switch (fact) {
                case Joined joined -> {
                    show(joined.user(), joined.reply().path("notifications"));
                    joined.reply().path("retracted").forEach(id -> retract(joined.user(), id.asText(),
                            new Retraction(joined.reply().path("rev").asLong(), joined)));
                }
                case Pushed pushed -> {
                    JsonNode payload = pushed.payload();
                    show(pushed.user(), List.of(payload.path("notification")));
                    show(pushed.user(), payload.path("updated"));
                    payload.path("retracted").forEach(id -> retract(pushed.user(), id.asText(),
                            new Retraction(payload.path("rev").asLong(), pushed)));
                }
                case Answered answer -> show(answer.user(), answer.response().path("notifications"));
                default -> {}
            }
        }

        private void show(String user, Iterable<JsonNode> notifications) {
            notifications.forEach(one -> shown.computeIfAbsent(new Item(user, one.path("id").asText()), _ -> new HashMap<>())
                    .merge(one.path("excerpt").asText(), one.path("rev").asLong(), Math::min));
        }

        private void retract(String user, String id, Retraction retraction) {
            retractions.computeIfAbsent(new Item(user, id), _ -> new ArrayList<>()).add(retraction);
        }

        /** Call it when all facts are known. */
        private Map<Text, Retraction> ends() {
            if (ends.isEmpty()) {
                retractions.forEach((item, all) -> all.forEach(retraction -> shown.getOrDefault(item, Map.of()).forEach((text, rev) -> {
                    if (rev < retraction.rev()) {
                        ends.merge(new Text(item.user(), text), retraction, (one, other) -> one.rev() <= other.rev() ? one : other);
                    }
                })));
            }
            return ends;
        }

        void examine(Fact fact, Verdict verdict) {
            switch (fact) {
                case Asked asking -> asked.put(asking.call(), revs.getOrDefault(asking.device(), 0L));
                case Joined joined -> {
                    long rev = joined.reply().path("rev").asLong();
                    revs.put(joined.device(), rev);
                    examine(joined, joined.user(), rev, joined.reply().path("notifications"), verdict);
                }
                case Pushed pushed -> {
                    long rev = pushed.payload().path("rev").asLong();
                    revs.put(pushed.device(), rev);
                    examine(pushed, pushed.user(), rev, List.of(pushed.payload().path("notification")), verdict);
                    examine(pushed, pushed.user(), rev, pushed.payload().path("updated"), verdict);
                }
                case Answered answer -> examine(answer, answer.user(), asked.getOrDefault(answer.call(), 0L),
                        answer.response().path("notifications"), verdict);
                default -> {}
            }
        }

        /** @param rev the message shows the inbox as it is then, or later */
        private void examine(Fact message, String user, long rev, Iterable<JsonNode> notifications, Verdict verdict) {
            for (JsonNode notification : notifications) {
                Retraction end = ends().get(new Text(user, notification.path("excerpt").asText()));
                if (end != null) {
                    verdict.require(end.rev() > rev, message.at(), "%s is shown to %s at rev %d, and was taken back at rev %d".formatted(
                            notification.path("excerpt").asText(), user, rev, end.rev()), List.of(end.fact(), message));
                }
            }
        }
    }
}
