package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact.Nonsense;
import dev.beckon.verify.history.History;
import java.util.List;

/** No device receives an item twice, in the wrong order, of another history or of another user; no revision decreases. */
final class FramesInOrder implements Check {

    @Override
    public String name() {
        return "frames";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        DeviceStory.all(history).forEach((device, story) -> {
            story.receivedAt().forEach(verdict::kept);
            story.faults().forEach(fault -> verdict.broken(fault.evidence().getLast().at(),
                    "%s received %s".formatted(device, fault.what()), fault.evidence()));
        });
        history.all(Nonsense.class).forEach(nonsense -> verdict.broken(nonsense.at(),
                "%s received a malformed message: %s".formatted(nonsense.device(), nonsense.what()), List.of(nonsense)));
    }
}
