package dev.beckon.gateway.rooms;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of rooms. */
@ConfigMapping(prefix = "gateway.rooms")
public interface RoomsConfig {

    /**
     * Whether {@code room:lobby} shows its members. Turn it off where thousands are in the lobby: such a lobby serves
     * announcements, its list is too long to read, and every change costs each member a message.
     */
    @WithDefault("true")
    boolean lobbyPresence();
}
