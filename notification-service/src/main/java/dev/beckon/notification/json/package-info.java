/**
 * Reads JSON that may be anything: bodies of requests and values of Kafka records. Every fault is named by a JSON Pointer
 * (RFC 6901) and never repeats what was sent. May use {@code contracts} and Jackson only.
 */
@NullMarked
package dev.beckon.notification.json;

import org.jspecify.annotations.NullMarked;
