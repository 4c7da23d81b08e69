/**
 * The router: takes the records that product teams write to the public Kafka topic to the lanes of their recipients. May use
 * {@code publish}, for the names of the Kafka topics and the partitions of lanes.
 */
@NullMarked
package dev.beckon.mention.route;

import org.jspecify.annotations.NullMarked;
