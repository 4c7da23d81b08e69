/**
 * The records that cross a service's border: the Kafka record, the Redis frame, the REST bodies and the problem types. They only
 * check, compose and parse themselves, without Quarkus. May use nothing of ours.
 */
@NullMarked
package dev.beckon.contracts;

import org.jspecify.annotations.NullMarked;
