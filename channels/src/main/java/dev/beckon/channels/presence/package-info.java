/**
 * Who is here, on which topics and with which devices, known to every node and owned by none: each node tells the others
 * what its own members do, and works out from all of it what its members are told. May use {@code protocol},
 * {@code pubsub} and {@code channel}.
 *
 * <p>{@code PresenceState} and {@code GossipProtocol} are pure: no I/O, no threads; time and identities come in as
 * arguments. A shard's state belongs to that shard's thread.
 */
@NullMarked
package dev.beckon.channels.presence;

import org.jspecify.annotations.NullMarked;
