package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Disconnected;
import dev.beckon.verify.history.Fact.JoinSent;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.History;
import dev.beckon.verify.view.InboxView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one device has heard, in order, folded into what it shows. */
final class DeviceStory {

    static final DeviceStory NONE = new DeviceStory();

    /** The word that should not have come, and what it must be compared with. */
    record Fault(String what, List<Fact> evidence) {}

    private final InboxView view = new InboxView();
    private final List<Fact> facts = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Long> heard = new ArrayList<>();

    /** By device. */
    static Map<String, DeviceStory> all(History history) {
        Map<String, DeviceStory> stories = new LinkedHashMap<>();
        for (Fact fact : history.facts()) {
            switch (fact) {
                case JoinSent sent -> story(stories, sent.device()).facts.add(sent);
                case Joined joined -> story(stories, joined.device()).hear(joined, view -> view.joined(joined.reply()));
                case Pushed pushed -> story(stories, pushed.device())
                        .hear(pushed, view -> view.pushed(pushed.event(), pushed.payload()));
                case Disconnected gone -> story(stories, gone.device()).facts.add(gone);
                default -> {}
            }
        }
        return stories;
    }

    private static DeviceStory story(Map<String, DeviceStory> stories, String device) {
        return stories.computeIfAbsent(device, _ -> new DeviceStory());
    }

    private interface Word {
        void applyTo(InboxView view);
    }

    private void hear(Fact fact, Word word) {
        int before = view.faults().size();
        facts.add(fact);
        word.applyTo(view);
        List<String> all = view.faults();
        if (all.size() > before) {
            faults.add(new Fault(String.join(", ", all.subList(before, all.size())), last(2)));
        } else {
            heard.add(fact.at());
        }
    }

    boolean isSilent() {
        return heard.isEmpty() && faults.isEmpty();
    }

    InboxView view() {
        return view;
    }

    List<Fault> faults() {
        return faults;
    }

    /** When it heard something that was right. */
    List<Long> heard() {
        return heard;
    }

    List<Fact> last(int count) {
        return List.copyOf(facts.subList(Math.max(0, facts.size() - count), facts.size()));
    }
}
