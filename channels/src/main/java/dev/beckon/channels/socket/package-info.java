/**
 * The rules of one client's connection: joins, refs, leaves, the order of callbacks, limits. Knows no transport; may use
 * {@code protocol}, {@code pubsub} and {@code channel}.
 *
 * <p>A socket and its channels belong to one event loop: whatever another thread wants of them is handed over as a task.
 */
@NullMarked
package dev.beckon.channels.socket;

import org.jspecify.annotations.NullMarked;
