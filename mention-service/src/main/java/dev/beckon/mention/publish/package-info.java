/**
 * Mentions to Kafka and back: records, acknowledgements, deadlines, readiness. The only package that knows Kafka. May use
 * {@code problems}.
 */
@NullMarked
package dev.beckon.mention.publish;

import org.jspecify.annotations.NullMarked;
