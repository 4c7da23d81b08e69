/** Topics that users share. Delivery is at most once. May use {@code auth} and {@code presence}. */
@NullMarked
package dev.beckon.gateway.rooms;

import org.jspecify.annotations.NullMarked;
