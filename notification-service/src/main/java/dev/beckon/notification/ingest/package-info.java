/**
 * Kafka to the inboxes: reads mentions in batches, stores them in the inboxes, publishes the resulting frames to Redis, and
 * sets aside records that can never be stored. May use {@code inbox}, {@code push}.
 */
@NullMarked
package dev.beckon.notification.ingest;

import org.jspecify.annotations.NullMarked;
