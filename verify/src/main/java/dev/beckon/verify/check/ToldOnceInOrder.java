package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact.Nonsense;
import dev.beckon.verify.history.History;
import java.util.List;

/** No device is told an item twice, in the wrong order, of another history or of somebody else's; no revision goes back. */
final class ToldOnceInOrder implements Check {

    @Override
    public String name() {
        return "frames";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        DeviceStory.all(history).forEach((device, story) -> {
            story.heard().forEach(verdict::kept);
            story.faults().forEach(fault -> verdict.broken(fault.evidence().getLast().at(),
                    "%s was told %s".formatted(device, fault.what()), fault.evidence()));
        });
        history.all(Nonsense.class).forEach(nonsense -> verdict.broken(nonsense.at(),
                "%s was told what is no message: %s".formatted(nonsense.device(), nonsense.what()), List.of(nonsense)));
    }
}
