package dev.beckon.channels.socket;

import dev.beckon.channels.channel.Assigns;
import dev.beckon.channels.protocol.Serializer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client that may open a socket.
 *
 * @param assigns what the application knows of it
 * @param serializer the version of the protocol that it speaks
 * @param id stands for all sockets of its user; {@code null}: none
 * @param expiresAt when it has to show a fresh token, at the latest; {@code null}: never
 * @param place among the newcomers, which it leaves when its first join is answered; {@code null}: it needs none
 */
public record Admitted(Assigns assigns, Serializer serializer, @Nullable String id, @Nullable Instant expiresAt,
        Newcomers.@Nullable Place place) {

    /** Without a place. */
    public Admitted(Assigns assigns, Serializer serializer, @Nullable String id, @Nullable Instant expiresAt) {
        this(assigns, serializer, id, expiresAt, null);
    }

    /** It is no newcomer any more, or will never be. */
    public void settle() {
        if (place != null) {
            place.leave();
        }
    }
}
