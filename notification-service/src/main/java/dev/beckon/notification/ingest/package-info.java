/**
 * Kafka to the inboxes: reads mentions in batches, stores and publishes them, and sets aside what can never be stored.
 * Waits out every outage; a batch counts as read only when it is stored and published. May use {@code inbox},
 * {@code push} and {@code json}.
 */
@NullMarked
package dev.beckon.notification.ingest;

import org.jspecify.annotations.NullMarked;
