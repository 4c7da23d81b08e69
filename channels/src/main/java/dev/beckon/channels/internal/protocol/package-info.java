/**
 * Internal. Phoenix Channels on the wire: all messages of a client, all messages of the server, and the serializers
 * that convert them from and to bytes. Pure: no I/O, no Quarkus. May use the API's payloads.
 *
 * <p>Source: phoenix, {@code lib/phoenix/socket/message.ex} and {@code serializers/v2_json_serializer.ex}.
 */
@NullMarked
package dev.beckon.channels.internal.protocol;

import org.jspecify.annotations.NullMarked;
