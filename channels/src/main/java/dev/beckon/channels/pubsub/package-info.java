/**
 * Who listens to which topic: on this node, and through Redis on all of them. Knows nothing of sockets. May use
 * {@code protocol}.
 */
@NullMarked
package dev.beckon.channels.pubsub;

import org.jspecify.annotations.NullMarked;
