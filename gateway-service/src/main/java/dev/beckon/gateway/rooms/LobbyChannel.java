package dev.beckon.gateway.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.presence.RoomPresence;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * {@code room:lobby}: announcements to everyone, and presence. Any client with a token may join. Event {@code new_msg} needs
 * the role {@code broadcast}; the channel broadcasts it, with its sender, to all, the sender included.
 */
@Singleton
public final class LobbyChannel implements Channel {

    private static final String NEW_MSG = "new_msg";

    private final RoomPresence presence;
    private final Config config;

    /** Settings of rooms. */
    @ConfigMapping(prefix = "gateway.rooms")
    public interface Config {

        /**
         * Whether {@code room:lobby} shows its members. Turn it off where thousands are in the lobby: such a lobby serves
         * announcements, its list is too long to read, and every change costs each member a message.
         */
        @WithDefault("true")
        boolean lobbyPresence();
    }

    LobbyChannel(RoomPresence presence, Config config) {
        this.presence = presence;
        this.config = config;
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        if (config.lobbyPresence()) {
            presence.enter(member);
        }
        return Uni.createFrom().item(JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        return Uni.createFrom().item(switch (event) {
            case NEW_MSG -> announce(member, payload);
            default -> EventResult.error("unknown_event");
        });
    }

    private static EventResult announce(Member member, JsonNode payload) {
        if (!member.socketAssigns().get(User.class).roles().contains(User.BROADCAST)) {
            return EventResult.error("forbidden");
        }
        if (!payload.isObject()) {
            return EventResult.error("invalid_payload");
        }
        member.broadcast(NEW_MSG, RoomChannel.signed(payload, member));
        return EventResult.ok();
    }
}
