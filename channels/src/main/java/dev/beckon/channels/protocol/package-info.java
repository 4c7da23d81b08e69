/**
 * Phoenix Channels on the wire: all that a client may say, all that a server may say, and the serializer between those
 * and bytes. Pure: no I/O, no Quarkus. May use nothing of ours.
 *
 * <p>Source: phoenix, {@code lib/phoenix/socket/message.ex} and {@code serializers/v2_json_serializer.ex}.
 */
@NullMarked
package dev.beckon.channels.protocol;

import org.jspecify.annotations.NullMarked;
