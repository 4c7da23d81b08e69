package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.Erased;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.Fact.TextFound;
import dev.beckon.verify.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Of a person who was erased there is no inbox, no row, and the id nowhere. What the person wrote, and what only such a person was sent,
 * is in no inbox of others, and its text in no table, view or list. {@link CountsAreExact} looks at what is left to others.
 */
final class ErasedAreGone implements Check {

    @Override
    public String name() {
        return "erased";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, Erased> people = history.all(Erased.class).collect(Collectors.toMap(Erased::user, erased -> erased, (one, _) -> one));
        Map<String, Erased> texts = texts(history, people);
        Map<String, DeviceStory> devices = DeviceStory.all(history);
        for (Fact fact : history.settled()) {
            switch (fact) {
                case InboxFound inbox -> require(inbox.user(), people, "the inboxes", inbox, verdict);
                case RowFound row -> {
                    require(row.user(), people, "the inbox", row, verdict);
                    require(row.key(), texts, "the inbox of " + row.user(), row, verdict);
                }
                case TextFound text -> {
                    require(text.text(), people, "the table " + text.table(), text, verdict);
                    require(text.text(), texts, "the table " + text.table(), text, verdict);
                }
                case DeviceFound device -> devices.getOrDefault(device.device(), DeviceStory.NONE).view().items().forEach(
                        item -> require(item.excerpt(), texts, "the view of " + device.device(), device, verdict));
                case Answered answer -> answer.response().path("notifications").forEach(
                        item -> require(item.path("excerpt").asText(), texts, "a list of " + answer.device(), answer, verdict));
                default -> {}
            }
        }
    }

    /** Texts that must be nowhere, with what took them away. */
    private static Map<String, Erased> texts(History history, Map<String, Erased> people) {
        Map<String, Erased> texts = new HashMap<>();
        MentionStory.all(history).values().forEach(story -> {
            boolean isOfOthers = !people.keySet().containsAll(story.recipients()) || story.recipients().isEmpty();
            String person = people.containsKey(story.actor()) || isOfOthers ? story.actor() : story.recipients().iterator().next();
            if (people.containsKey(person)) {
                story.texts().keySet().forEach(text -> texts.put(text, people.get(person)));
            }
        });
        return texts;
    }

    private static void require(String what, Map<String, Erased> gone, String where, Fact found, Verdict verdict) {
        Erased erased = gone.get(what);
        if (erased != null) {
            verdict.broken(found.at(), "%s is in %s, and %s was erased".formatted(what, where, erased.user()), List.of(erased, found));
        } else {
            verdict.kept(found.at());
        }
    }
}
