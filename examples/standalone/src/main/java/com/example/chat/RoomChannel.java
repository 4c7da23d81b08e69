package com.example.chat;

import com.example.chat.ChatSocket.User;
import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.UnhandledEventException;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** One room: a message reaches every member. */
class RoomChannel implements Channel {

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        return Uni.createFrom().item(member.subtopic().equals("staff")
                ? JoinResult.refused("unauthorized")
                : JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        String name = member.socketAssigns().get(User.class).name();
        switch (event) {
            case "new_msg" -> member.broadcast("new_msg", Map.of("from", name, "body", payload.path("body").asText()));
            case "typing" -> member.broadcastFrom("typing", Map.of("from", name));
            default -> throw new UnhandledEventException(event);
        }
        return Uni.createFrom().item(EventResult.ok());
    }
}
