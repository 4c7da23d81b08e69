/**
 * {@code notifications:{user}}: users' own inboxes, live. The truth is in notification-service; what is kept here is how
 * far each member has got, and whoever lacks something is brought up to date from there. May use {@code auth} and {@code presence}.
 */
@NullMarked
package dev.beckon.gateway.notifications;

import org.jspecify.annotations.NullMarked;
