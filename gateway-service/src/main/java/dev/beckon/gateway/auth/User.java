package dev.beckon.gateway.auth;

import dev.beckon.contracts.rules.TextRules;
import java.time.Instant;
import java.util.Set;

/**
 * The owner of a socket.
 *
 * @param id the token's subject; part of the user's topic
 * @param name display name; the id if the token has none
 * @param rooms names of the rooms that the user may join
 * @param expiresAt when the token stops being accepted, leeway included
 * @param token as presented; used to act for the user at notification-service
 */
public record User(String id, String name, Set<String> roles, Set<String> rooms, Instant expiresAt, BearerToken token) {

    /** May send announcements to everyone. */
    public static final String BROADCAST = "broadcast";

    /** May disconnect and block users. */
    public static final String ADMIN = "admin";

    private static final String SOCKETS = "users_socket:";

    public User {
        roles = Set.copyOf(roles);
        rooms = Set.copyOf(rooms);
    }

    public static boolean isId(String text) {
        return TextRules.isUserId(text);
    }

    /** The topic that stands for all sockets of a user. */
    public static String socketId(String user) {
        return SOCKETS + user;
    }

    /** The user id in a topic that {@link #socketId} made. */
    public static String ofSocketId(String topic) {
        return topic.substring(SOCKETS.length());
    }
}
