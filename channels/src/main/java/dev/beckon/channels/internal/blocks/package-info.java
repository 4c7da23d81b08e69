/**
 * Internal. Blocked ids, whose sockets may not connect: Redis keeps the list for all nodes, and every node has a copy
 * in memory. May use {@code pubsub} and {@code protocol}.
 */
@NullMarked
package dev.beckon.channels.internal.blocks;

import org.jspecify.annotations.NullMarked;
