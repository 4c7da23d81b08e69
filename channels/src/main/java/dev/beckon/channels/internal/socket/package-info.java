/**
 * Internal. The rules of one client's connection: joins, refs, leaves, the order of callbacks, limits. Depends on no
 * transport; may use {@code protocol}, {@code pubsub} and {@code blocks}.
 *
 * <p>A socket and its channels belong to one event loop; other threads submit tasks to it.
 */
@NullMarked
package dev.beckon.channels.internal.socket;

import org.jspecify.annotations.NullMarked;
