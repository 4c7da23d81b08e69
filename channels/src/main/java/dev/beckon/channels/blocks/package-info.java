/**
 * Whose sockets may not connect until somebody lifts that: kept for all nodes in Redis, and in every node's memory. May use
 * {@code pubsub} and {@code protocol}.
 */
@NullMarked
package dev.beckon.channels.blocks;

import org.jspecify.annotations.NullMarked;
