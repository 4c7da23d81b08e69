/**
 * Presence: members of rooms, for the others in them, on every gateway; and users with an inbox open, for product teams, each at
 * its own gateway and in Redis. May use {@code auth}.
 */
@NullMarked
package dev.beckon.gateway.presence;

import org.jspecify.annotations.NullMarked;
