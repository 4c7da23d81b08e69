/** Records that notification-service set aside: lists them, shows them, and writes them back to the Kafka topic they came from. */
@NullMarked
package dev.beckon.operator.dlq;

import org.jspecify.annotations.NullMarked;
