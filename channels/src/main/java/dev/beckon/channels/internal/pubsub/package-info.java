/**
 * Internal. Topics and their subscribers: on this node, and through Redis on all of them. May use {@code protocol}.
 */
@NullMarked
package dev.beckon.channels.internal.pubsub;

import org.jspecify.annotations.NullMarked;
