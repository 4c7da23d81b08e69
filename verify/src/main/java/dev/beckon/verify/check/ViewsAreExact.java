package dev.beckon.verify.check;

import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.testclients.view.InboxView;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Each device that was there until the end shows exactly its inbox: items, their order, their read state, and both counts. */
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
                .filter(row -> !row.archived() && row.seq() >= view.floor())
                .sorted(Comparator.comparing(RowFound::seq).reversed())
                .map(row -> line(row, state))
                .toList();
        verdict.require(items.equals(expected), device.at(), "%s %s".formatted(device.device(), difference(items, expected)),
                story.last(LAST_WORDS));
    }

    private static String line(Notification item) {
        return "%d %s %s %s".formatted(item.seq(), item.id(), item.read() ? "read" : "unread", item.excerpt());
    }

    private static String line(RowFound row, InboxState state) {
        boolean read = row.readItself() || row.seq() <= state.readUpTo();
        return "%d %s %s %s".formatted(row.seq(), row.id(), read ? "read" : "unread", row.key());
    }

    private static String difference(List<String> items, List<String> expected) {
        List<String> lacks = new ArrayList<>(expected);
        lacks.removeAll(items);
        List<String> over = new ArrayList<>(items);
        over.removeAll(expected);
        return "lacks %s and shows %s, which its inbox does not".formatted(lacks, over);
    }
}
