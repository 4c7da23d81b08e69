package dev.beckon.notification.ingest;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that can never be stored.
 *
 * @param reason which rule it breaks, never what is in it
 */
record Rejected(ConsumerRecord<byte[], byte[]> origin, String reason) {}
