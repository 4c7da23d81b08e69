/**
 * Records that notification-service has set aside: reading them, showing them, and giving them back to the Kafka topic that
 * they came from, of any Kafka cluster. Uses nothing of ours.
 */
@NullMarked
package dev.beckon.localstack.deadletters;

import org.jspecify.annotations.NullMarked;
