/**
 * Internal. The present members of each topic and their devices. Each node sends the changes of its own members to the
 * others, and derives the states and diffs for its members from all of them. May use {@code protocol} and {@code
 * pubsub}.
 *
 * <p>{@code PresenceState} and {@code GossipProtocol} are pure: no I/O, no threads; time and identities come in as
 * arguments. A shard's state belongs to that shard's thread.
 */
@NullMarked
package dev.beckon.channels.internal.presence;

import org.jspecify.annotations.NullMarked;
