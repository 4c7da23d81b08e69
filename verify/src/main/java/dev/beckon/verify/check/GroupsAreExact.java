package dev.beckon.verify.check;

import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.view.GroupView;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Each device that was there until the end, and joined with {@code group}, shows one entry for each thread: its newest notification, how
 * many there are, and how many of them are unread. So do the lists by thread that devices ask for then.
 */
final class GroupsAreExact implements Check {

    private static final int LAST_WORDS = 3;

    @Override
    public String name() {
        return "groups";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, List<RowFound>> rows = Rows.byUser(history);
        Map<String, InboxFound> inboxes = Rows.inboxes(history);
        Map<String, DeviceStory> stories = DeviceStory.all(history);
        history.all(DeviceFound.class).forEach(device -> {
            DeviceStory story = stories.getOrDefault(device.device(), DeviceStory.NONE);
            GroupView groups = story.view().groups();
            InboxFound inbox = inboxes.get(device.user());
            if (groups != null && inbox != null) {
                List<String> expected = entries(rows.getOrDefault(device.user(), List.of()), inbox.state(), false).stream()
                        .filter(entry -> entry.newest().seq() >= groups.floor()).map(Entry::line).toList();
                compare(groups.entries(), expected, device, device.device(), story.last(LAST_WORDS), verdict);
            }
        });
        lists(history, rows, inboxes, verdict);
    }

    private static void lists(History history, Map<String, List<RowFound>> rows, Map<String, InboxFound> inboxes, Verdict verdict) {
        Map<Integer, Asked> asked = new HashMap<>();
        for (Fact fact : history.settled()) {
            if (fact instanceof Asked request && request.payload().has("group")) {
                asked.put(request.call(), request);
            } else if (fact instanceof Answered page && page.ok() && asked.containsKey(page.call()) && inboxes.containsKey(page.user())) {
                Asked request = asked.get(page.call());
                boolean unread = request.payload().path("filter").path("unread").asBoolean();
                List<String> expected = entries(rows.getOrDefault(page.user(), List.of()), inboxes.get(page.user()).state(), unread)
                        .stream()
                        .limit(request.payload().path("limit").asLong()).map(Entry::line).toList();
                compare(Json.list(page.response().path("notifications"), Notification.class), expected, page,
                        "a list by thread of " + page.device(), List.of(request, page), verdict);
            }
        }
    }

    private static void compare(List<Notification> shown, List<String> expected, Fact found, String where, List<Fact> evidence,
            Verdict verdict) {
        List<String> lines = shown.stream().map(GroupsAreExact::line).toList();
        List<String> lacks = new ArrayList<>(expected);
        lacks.removeAll(lines);
        List<String> over = new ArrayList<>(lines);
        over.removeAll(expected);
        verdict.require(lines.equals(expected), found.at(), "%s lacks %s and shows %s, which its inbox does not".formatted(where, lacks,
                over), evidence);
    }

    /** One thread, or a notification without one. */
    private record Entry(RowFound newest, int count, int unread, boolean isRead) {

        String line() {
            return "%d %s %s %s%s".formatted(newest.seq(), newest.id(), isRead ? "read" : "unread", newest.key(),
                    newest.thread() == null ? "" : " %s %d %d".formatted(newest.thread(), count, unread));
        }
    }

    private static String line(Notification item) {
        return "%d %s %s %s%s".formatted(item.seq(), item.id(), item.read() ? "read" : "unread", item.excerpt(), item.group() == null
                ? ""
                : " %s %d %d".formatted(item.group().thread(), item.group().count(), item.group().unread()));
    }

    /** Newest first. */
    private static List<Entry> entries(List<RowFound> rows, InboxState state, boolean unreadOnly) {
        Map<String, List<RowFound>> threads = new LinkedHashMap<>();
        rows.stream().filter(row -> !row.archived() && !row.takenBack() && !(unreadOnly && row.isRead(state.readUpTo())))
                .sorted(Comparator.comparing(RowFound::seq).reversed())
                .forEach(row -> threads.computeIfAbsent(Objects.requireNonNullElse(row.thread(), row.id().toString()),
                        _ -> new ArrayList<>()).add(row));
        return threads.values().stream().map(thread -> new Entry(thread.getFirst(), thread.size(),
                (int) thread.stream().filter(row -> !row.isRead(state.readUpTo())).count(), thread.getFirst().isRead(state.readUpTo())))
                .toList();
    }
}
