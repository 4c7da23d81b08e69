package dev.beckon.examples.seeds.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.UnhandledEventException;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/** {@code room:lobby} is open to every user; another room to users whose token names it in the claim {@code rooms}. */
public final class RoomChannel implements Channel {

    private static final int MAX_BODY_CHARS = 2_000;

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        String room = member.subtopic();
        boolean open = room.equals("lobby") || member.socketAssigns().get(User.class).rooms().contains(room);
        return Uni.createFrom().item(open ? JoinResult.joined() : JoinResult.refused("unauthorized"));
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        String from = member.socketAssigns().get(User.class).id();
        return Uni.createFrom().item(switch (event) {
            case "new_msg" -> say(member, from, payload.path("body"));
            case "typing" -> {
                member.broadcastFrom("typing", Map.of("from", from));
                yield EventResult.ok();
            }
            default -> throw new UnhandledEventException(event);
        });
    }

    private static EventResult say(Member member, String from, JsonNode body) {
        if (!body.isTextual() || body.textValue().isBlank() || body.textValue().length() > MAX_BODY_CHARS) {
            return EventResult.error("invalid_body");
        }
        member.broadcast("new_msg", Map.of("from", from, "body", body.textValue()));
        return EventResult.ok();
    }
}
