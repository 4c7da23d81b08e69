package dev.beckon.notification.inbox;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.MentionChange.Revised;
import dev.beckon.notification.inbox.MentionChange.Revoked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * Divides the changes of a transaction among few statements. The changes of a lane stay in their order. Those of different lanes
 * concern different inboxes and may change places, so that an edit, which is a change in every lane, is one statement.
 */
final class StatementOrder {

    private final List<Batch> batches = new ArrayList<>();

    /** The batch with the last change of each lane. */
    private final Map<Lane, Integer> last = new HashMap<>();

    /**
     * The changes of one statement: new mentions of which no two have one id and different texts, revisions in different lanes, or one
     * lost access.
     */
    static final class Batch {

        private final SequencedMap<Integer, MentionChange> changes = new LinkedHashMap<>();
        private final Map<UUID, MentionCreated> texts = new HashMap<>();

        /** By their index among all of the transaction, ascending. */
        SequencedMap<Integer, MentionChange> changes() {
            return changes;
        }

        private boolean takes(MentionChange change, boolean laneIsThere) {
            MentionChange first = changes.firstEntry().getValue();
            return switch (change) {
                case Created(MentionCreated mention) -> first instanceof Created && mention.hasTextOf(texts.get(mention.id()));
                case Revised _,Retracted _ -> (first instanceof Revised || first instanceof Retracted) && !laneIsThere;
                case Revoked _ -> false;
            };
        }

        private void add(int index, MentionChange change) {
            changes.put(index, change);
            if (change instanceof Created(MentionCreated mention)) {
                texts.put(mention.id(), mention);
            }
        }
    }

    /** @param index above that of the change before */
    void add(int index, MentionChange change) {
        int earlier = change.lanes().mapToInt(lane -> last.getOrDefault(lane, -1)).max().orElse(-1);
        int position = Math.max(0, earlier);
        while (position < batches.size() && !batches.get(position).takes(change, position == earlier)) {
            position++;
        }
        if (position == batches.size()) {
            batches.add(new Batch());
        }
        batches.get(position).add(index, change);
        int chosen = position;
        change.lanes().forEach(lane -> last.put(lane, chosen));
    }

    List<Batch> batches() {
        return batches;
    }
}
