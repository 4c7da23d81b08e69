/**
 * {@code POST /mentions}: the call and the ids of its mentions. May use {@code request}, which parses the body, and
 * {@code publish}, which sends the mentions to Kafka.
 */
@NullMarked
package dev.beckon.mention;

import org.jspecify.annotations.NullMarked;
