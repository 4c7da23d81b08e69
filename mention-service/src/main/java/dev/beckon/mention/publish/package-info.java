/** Sends mentions to Kafka: records, acknowledgements, deadlines, readiness. Only this package and {@code route} use Kafka. */
@NullMarked
package dev.beckon.mention.publish;

import org.jspecify.annotations.NullMarked;
