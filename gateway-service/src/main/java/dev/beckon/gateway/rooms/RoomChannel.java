package dev.beckon.gateway.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.presence.RoomPresence;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * {@code room:<name>}: a conversation of users whose token names the room in its claim {@code rooms}. {@code new_msg} goes to
 * all, the sender included; {@code typing} to all others, without a reply. Both name their sender. All members see the
 * room's presence.
 */
@Singleton
public final class RoomChannel implements Channel {

    private static final String NEW_MSG = "new_msg";
    private static final String TYPING = "typing";

    private final RoomPresence presence;

    RoomChannel(RoomPresence presence) {
        this.presence = presence;
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        if (!member.socketAssigns().get(User.class).rooms().contains(member.subtopic())) {
            return Uni.createFrom().item(JoinResult.refused("unauthorized"));
        }
        presence.enter(member);
        return Uni.createFrom().item(JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        return Uni.createFrom().item(!payload.isObject() ? EventResult.error("invalid_payload") : switch (event) {
            case NEW_MSG -> {
                member.broadcast(NEW_MSG, signed(payload, member));
                yield EventResult.ok();
            }
            case TYPING -> {
                member.broadcastFrom(TYPING, signed(payload, member));
                yield EventResult.noReply();
            }
            default -> EventResult.error("unknown_event");
        });
    }

    /**
     * Names the sender by the id in its token.
     *
     * @param payload an object; the gateway replaces a {@code from} that the client wrote, so that members can rely on it
     */
    static ObjectNode signed(JsonNode payload, Member member) {
        return ((ObjectNode) payload).put("from", member.socketAssigns().get(User.class).id());
    }
}
