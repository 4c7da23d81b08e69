package dev.beckon.notification.ingest;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.inbox.MentionChange;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one statement stores: the next mentions of some lanes whose inboxes are on one PostgreSQL server, each lane's in Kafka's
 * order.
 *
 * @param alone the group is a lane that is tried by itself
 */
record MentionGroup(SequencedMap<LaneQueue, List<Decoded>> lanes, boolean alone) {

    List<Decoded> mentions() {
        return lanes.values().stream().flatMap(Collection::stream).toList();
    }

    LaneQueue first() {
        return lanes.firstEntry().getKey();
    }

    /** A record and, of the valid change in it, the share of one lane. */
    record Decoded(ConsumerRecord<byte[], byte[]> origin, Lane lane, MentionChange change) {

        /** About the number of notifications that it adds or changes. */
        int rows() {
            return Math.max(1, change.recipients().size());
        }

        /** @param traceparent of the span that publishes its frames */
        Trail trail(String traceparent) {
            return new Trail(Math.max(0, origin.timestamp()), traceparent, change.mentionId());
        }
    }

    /**
     * A record that can never be stored.
     *
     * @param reason the rule it breaks, never its content
     */
    record Rejected(ConsumerRecord<byte[], byte[]> origin, Cause cause, String reason) {

        /** Whether the same bytes may ever be stored; an operator needs this to decide about a replay. */
        enum Cause {

            /** The value is not a mention for this version of the service. */
            UNREADABLE,

            /** The id belongs to a mention with another text: its sender used one key for two mentions. */
            CONFLICT,

            /** The value is a mention, but PostgreSQL refused the rows, and will until its schema or its data changes. */
            REFUSED
        }
    }
}
