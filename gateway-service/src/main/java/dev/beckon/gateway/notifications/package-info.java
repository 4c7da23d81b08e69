/**
 * {@code notifications:{user}}: users' own inboxes, live. notification-service keeps the inboxes; this package keeps each
 * member's revision and fetches the changes that a member lacks. May use {@code auth} and {@code presence}.
 */
@NullMarked
package dev.beckon.gateway.notifications;

import org.jspecify.annotations.NullMarked;
