/**
 * Who is here: in rooms, for the others in them, and with an inbox open, for product teams. Every gateway knows it of all.
 * May use {@code auth}.
 */
@NullMarked
package dev.beckon.gateway.presence;

import org.jspecify.annotations.NullMarked;
