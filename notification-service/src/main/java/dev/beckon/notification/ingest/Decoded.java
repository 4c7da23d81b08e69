package dev.beckon.notification.ingest;

import dev.beckon.contracts.MentionCreated;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record and the valid mention in it. */
record Decoded(ConsumerRecord<byte[], byte[]> origin, MentionCreated mention) {

    /** How many notifications it can make. */
    int rows() {
        return mention.recipients().size();
    }
}
