/**
 * Internal. Connects Quarkus with the protocol: turns connections and frames into calls of {@code socket}, and holds no
 * rule of the protocol itself. May use everything of this module.
 */
@NullMarked
package dev.beckon.channels.internal.transport;

import org.jspecify.annotations.NullMarked;
