package dev.beckon.channels.internal.socket;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.internal.protocol.Serializer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client that may open a socket.
 *
 * @param router of the socket that the client has connected to
 * @param assigns the application's data for the client, from {@code connect}
 * @param serializer the client's version of the protocol
 * @param id stands for all sockets of its user; {@code null}: none
 * @param expiresAt the time by which the client has to present a fresh token; {@code null}: never
 * @param place its slot among the pending joins, which it frees when its first join is answered; {@code null}: it needs
 *     none
 */
public record Admitted(ChannelRouter router, Assigns assigns, Serializer serializer, @Nullable String id, @Nullable Instant expiresAt,
        Newcomers.@Nullable Place place) {

    /** A client without a slot. */
    public Admitted(ChannelRouter router, Assigns assigns, Serializer serializer, @Nullable String id, @Nullable Instant expiresAt) {
        this(router, assigns, serializer, id, expiresAt, null);
    }

    /** The same client with another form of messages, for a transport that has its own. */
    public Admitted with(Serializer other) {
        return new Admitted(router, assigns, other, id, expiresAt, place);
    }

    /** Frees the slot: the client's first join is answered, or will never be. */
    public void settle() {
        if (place != null) {
            place.leave();
        }
    }
}
