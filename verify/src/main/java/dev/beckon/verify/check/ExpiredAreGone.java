package dev.beckon.verify.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Notification;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.Fact.TextFound;
import dev.beckon.verify.history.History;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Once all has settled, a mention whose time has come is in no inbox, and its text in no table, view or list. Meanwhile no message
 * shows its text later than {@link #TOLERANCE} after that time.
 */
final class ExpiredAreGone implements Check {

    /** Above the longest outage of a database or of all notification-services, and the time of a frame that a fault holds up. */
    static final Duration TOLERANCE = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "expired";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, MentionStory> byText = new HashMap<>();
        MentionStory.all(history).values().stream().filter(MentionStory::mayExpire)
                .forEach(story -> story.texts().keySet().forEach(text -> byText.put(text, story)));
        for (Fact fact : history.facts()) {
            switch (fact) {
                case Joined joined -> shown(joined, joined.reply().path("notifications"), byText, verdict);
                case Pushed pushed -> {
                    shown(pushed, List.of(pushed.payload().path("notification")), byText, verdict);
                    shown(pushed, pushed.payload().path("updated"), byText, verdict);
                }
                case Answered answer -> shown(answer, answer.response().path("notifications"), byText, verdict);
                default -> {}
            }
        }
        inTheEnd(history, byText, verdict);
    }

    private static void shown(Fact message, Iterable<JsonNode> notifications, Map<String, MentionStory> byText, Verdict verdict) {
        notifications.forEach(item -> require(item.path("excerpt").asText(), TOLERANCE.toMillis(), "a message", message, byText, verdict));
    }

    private static void inTheEnd(History history, Map<String, MentionStory> byText, Verdict verdict) {
        Map<String, DeviceStory> devices = DeviceStory.all(history);
        for (Fact fact : history.settled()) {
            switch (fact) {
                case RowFound row -> require(row.key(), 0, "the inbox of " + row.user(), row, byText, verdict);
                case TextFound text -> require(text.text(), 0, "the table " + text.table(), text, byText, verdict);
                case DeviceFound device -> {
                    for (Notification item : devices.getOrDefault(device.device(), DeviceStory.NONE).view().items()) {
                        require(item.excerpt(), 0, "the view of " + device.device(), device, byText, verdict);
                    }
                }
                case Answered answer -> answer.response().path("notifications").forEach(
                        item -> require(item.path("excerpt").asText(), 0, "a list of " + answer.device(), answer, byText, verdict));
                default -> {}
            }
        }
    }

    private static void require(String text, long toleranceMillis, String where, Fact found, Map<String, MentionStory> byText,
            Verdict verdict) {
        MentionStory story = byText.get(text);
        if (story != null) {
            long late = found.at() - story.expiresAt();
            verdict.require(late <= toleranceMillis, found.at(), "%s has expired, and is in %s %d ms later".formatted(text, where, late),
                    Stream.concat(story.facts().stream(), Stream.of(found)).toList());
        }
    }
}
