package dev.beckon.notification.ingest;

import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Trail;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record and the valid mention in it. */
record Decoded(ConsumerRecord<byte[], byte[]> origin, MentionCreated mention) {

    /** How many notifications it can make. */
    int rows() {
        return mention.recipients().size();
    }

    /** @param traceparent of who goes on with it */
    Trail trail(String traceparent) {
        return new Trail(Math.max(0, origin.timestamp()), traceparent);
    }
}
