package dev.beckon.notification.inbox;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import java.util.List;
import java.util.UUID;

/** What a record of Kafka changes in the inboxes of one lane. */
public sealed interface MentionChange {

    UUID id();

    /** The recipients that the record names; a change may also concern those that an earlier one named. */
    List<String> recipients();

    /** A new mention. */
    record Created(MentionCreated mention) implements MentionChange {

        @Override
        public UUID id() {
            return mention.id();
        }

        @Override
        public List<String> recipients() {
            return mention.recipients();
        }
    }

    /** An edited mention, with all its recipients of the lane. */
    record Revised(Lane lane, MentionCreated mention) implements MentionChange {

        @Override
        public UUID id() {
            return mention.id();
        }

        @Override
        public List<String> recipients() {
            return mention.recipients();
        }
    }

    /** A mention that is taken back, or that names nobody in the lane any more. */
    record Retracted(Lane lane, MentionRetracted mention) implements MentionChange {

        @Override
        public UUID id() {
            return mention.id();
        }

        @Override
        public List<String> recipients() {
            return List.of();
        }
    }
}
