/**
 * Sends mentions to Beckon from a product's service: Java 17 and Jackson, no framework. {@link dev.beckon.emitter.Emitter} makes the
 * calls of mention-service; {@link dev.beckon.emitter.OutboxRelay} makes those that a PostgreSQL table keeps.
 */
@NullMarked
package dev.beckon.emitter;

import org.jspecify.annotations.NullMarked;
