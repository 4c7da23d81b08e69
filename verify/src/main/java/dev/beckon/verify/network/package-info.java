/**
 * Connections that can be cut, stalled, slowed, and robbed of messages. May use nothing of ours.
 */
@NullMarked
package dev.beckon.verify.network;

import org.jspecify.annotations.NullMarked;
