package dev.beckon.notification.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that can never be stored.
 *
 * @param reason which rule it breaks, never what is in it
 */
record Rejected(ConsumerRecord<byte[], byte[]> origin, Cause cause, String reason) {

    /** Whether the same bytes may ever be stored, which is what an operator who would replay them needs to know. */
    enum Cause {

        /** They are no mention, for this version of the service. */
        UNREADABLE,

        /** They are, but PostgreSQL refused the rows: until its schema or its data has changed. */
        REFUSED
    }
}
