package dev.beckon.verify.check;

import dev.beckon.testclients.view.InboxView;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Disconnected;
import dev.beckon.verify.history.Fact.JoinSent;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Applies the messages that one device has received, in order, to the device's view of its inbox. */
final class DeviceStory {

    static final DeviceStory NONE = new DeviceStory();

    /**
     * A message that breaks the contract.
     *
     * @param evidence that message and the one before it
     */
    record Fault(String what, List<Fact> evidence) {}

    private InboxView view = new InboxView();
    private final List<Fact> facts = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Long> receivedAt = new ArrayList<>();

    /** Stories by device. */
    static Map<String, DeviceStory> all(History history) {
        Map<String, DeviceStory> stories = new LinkedHashMap<>();
        for (Fact fact : history.facts()) {
            switch (fact) {
                case JoinSent sent -> story(stories, sent.device()).begin(sent);
                case Joined joined -> story(stories, joined.device()).receive(joined, view -> view.joined(joined.reply()));
                case Pushed pushed -> story(stories, pushed.device())
                        .receive(pushed, view -> view.pushed(pushed.event(), pushed.payload()));
                case Disconnected gone -> story(stories, gone.device()).facts.add(gone);
                default -> {}
            }
        }
        return stories;
    }

    private static DeviceStory story(Map<String, DeviceStory> stories, String device) {
        return stories.computeIfAbsent(device, _ -> new DeviceStory());
    }

    private void begin(JoinSent sent) {
        if (receivedAt.isEmpty() && faults.isEmpty()) {
            view = new InboxView(sent.position().has("group"));
        }
        facts.add(sent);
    }

    private interface Word {
        void applyTo(InboxView view);
    }

    private void receive(Fact fact, Word word) {
        int before = view.faults().size();
        facts.add(fact);
        word.applyTo(view);
        List<String> all = view.faults();
        if (all.size() > before) {
            faults.add(new Fault(String.join(", ", all.subList(before, all.size())), last(2)));
        } else {
            receivedAt.add(fact.at());
        }
    }

    boolean isSilent() {
        return receivedAt.isEmpty() && faults.isEmpty();
    }

    InboxView view() {
        return view;
    }

    List<Fault> faults() {
        return faults;
    }

    /** When the messages arrived that keep the contract. */
    List<Long> receivedAt() {
        return receivedAt;
    }

    List<Fact> last(int count) {
        return List.copyOf(facts.subList(Math.max(0, facts.size() - count), facts.size()));
    }
}
