package com.example.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.Presence;
import dev.beckon.channels.UnhandledEventException;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** One room: a message reaches every member, and all see who is here. */
class RoomChannel implements Channel {

    private final Presence presence;

    RoomChannel(Presence presence) {
        this.presence = presence;
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        if (member.subtopic().equals("staff")) {
            return Uni.createFrom().item(JoinResult.refused("unauthorized"));
        }
        presence.track(member, name(member), Map.of());
        presence.pushState(member);
        return Uni.createFrom().item(JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        switch (event) {
            case "new_msg" -> member.broadcast("new_msg", Map.of("from", name(member), "body", payload.path("body").asText()));
            case "typing" -> member.broadcastFrom("typing", Map.of("from", name(member)));
            default -> throw new UnhandledEventException(event);
        }
        return Uni.createFrom().item(EventResult.ok());
    }

    private static String name(Member member) {
        return member.socketAssigns().get(ChatSocket.User.class).name();
    }
}
