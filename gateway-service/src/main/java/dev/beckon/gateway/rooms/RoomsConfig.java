package dev.beckon.gateway.rooms;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Rooms. */
@ConfigMapping(prefix = "gateway.rooms")
public interface RoomsConfig {

    /**
     * Whether {@code room:lobby} shows who is in it. Turn it off where thousands are in the lobby: then it is for
     * announcements, and nobody reads a list of so many, which costs each of them a message with every change.
     */
    @WithDefault("true")
    boolean lobbyPresence();
}
