package dev.beckon.verify.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.view.InboxView;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Each device that was there until the end shows exactly its inbox: items, their texts and order, their read state, and both
 * counts. So do the lists that it asks for then.
 */
final class ViewsAreExact implements Check {

    /** Number of the device's last facts to show in the evidence, beside what it lacks. */
    private static final int LAST_WORDS = 3;

    @Override
    public String name() {
        return "views";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, List<RowFound>> rows = Rows.byUser(history);
        Map<String, InboxFound> inboxes = Rows.inboxes(history);
        Map<String, DeviceStory> stories = DeviceStory.all(history);
        lists(history, rows, inboxes, verdict);
        history.all(DeviceFound.class).forEach(device -> {
            DeviceStory story = stories.getOrDefault(device.device(), DeviceStory.NONE);
            InboxFound inbox = inboxes.get(device.user());
            if (story.isSilent()) {
                verdict.broken(device.at(), "%s never got to its inbox".formatted(device.device()), List.of(device));
            } else if (inbox == null) {
                verdict.require(story.view().rev() == 0, device.at(), "%s shows an inbox that does not exist".formatted(
                        device.device()), story.last(LAST_WORDS));
            } else {
                compare(device, story, inbox, rows.getOrDefault(device.user(), List.of()), verdict);
            }
        });
    }

    private static void compare(DeviceFound device, DeviceStory story, InboxFound inbox, List<RowFound> rows, Verdict verdict) {
        InboxView view = story.view();
        InboxState state = inbox.state();
        List<Fact> shown = new ArrayList<>(story.last(LAST_WORDS));
        shown.add(inbox);
        String shows = "rev %d unread %d unseen %d".formatted(view.rev(), view.unread(), view.unseen());
        String holds = "rev %d unread %d unseen %d".formatted(state.rev(), state.unread(), state.unseen());
        verdict.require(shows.equals(holds) && state.epoch().toString().equals(view.epoch()), device.at(),
                "%s shows %s; its inbox has %s".formatted(device.device(), shows, holds), shown);
        List<String> items = view.items().stream().map(ViewsAreExact::line).toList();
        List<String> expected = rows.stream()
                .filter(row -> !row.archived() && !row.takenBack() && row.seq() >= view.floor())
                .sorted(Comparator.comparing(RowFound::seq).reversed())
                .map(row -> line(row, state))
                .toList();
        verdict.require(items.equals(expected), device.at(), "%s %s".formatted(device.device(), difference(items, expected)),
                story.last(LAST_WORDS));
    }

    /** The first page of each list that was asked for when all had settled. */
    private static void lists(History history, Map<String, List<RowFound>> rows, Map<String, InboxFound> inboxes, Verdict verdict) {
        Map<Integer, Asked> asked = new HashMap<>();
        for (Fact fact : history.settled()) {
            switch (fact) {
                case Asked request when request.event().equals("list") && !request.payload().has("group") -> asked.put(request.call(),
                        request);
                case Answered page when page.ok() && asked.containsKey(page.call()) && inboxes.containsKey(page.user()) ->
                    compare(asked.get(page.call()), page, rows.getOrDefault(page.user(), List.of()), inboxes.get(page.user()).state(),
                            verdict);
                default -> {}
            }
        }
    }

    private static void compare(Asked asked, Answered page, List<RowFound> rows, InboxState state, Verdict verdict) {
        JsonNode filter = asked.payload().path("filter");
        boolean archived = filter.path("archived").asBoolean();
        boolean unread = filter.path("unread").asBoolean();
        List<String> items = Json.list(page.response().path("notifications"), Notification.class).stream()
                .map(ViewsAreExact::line).toList();
        List<String> expected = rows.stream()
                .filter(row -> !row.takenBack() && row.archived() == archived && !(unread && row.isRead(state.readUpTo())))
                .sorted(Comparator.comparing(RowFound::seq).reversed())
                .limit(asked.payload().path("limit").asLong())
                .map(row -> line(row, state))
                .toList();
        verdict.require(items.equals(expected), page.at(), "a list of %s by %s %s".formatted(
                page.device(), filter, difference(items, expected)), List.of(asked, page));
    }

    private static String line(Notification item) {
        return "%d %s %s %s".formatted(item.seq(), item.id(), item.read() ? "read" : "unread", item.excerpt());
    }

    private static String line(RowFound row, InboxState state) {
        return "%d %s %s %s".formatted(row.seq(), row.id(), row.isRead(state.readUpTo()) ? "read" : "unread", row.key());
    }

    private static String difference(List<String> items, List<String> expected) {
        List<String> lacks = new ArrayList<>(expected);
        lacks.removeAll(items);
        List<String> over = new ArrayList<>(items);
        over.removeAll(expected);
        return "lacks %s and shows %s, which its inbox does not".formatted(lacks, over);
    }
}
