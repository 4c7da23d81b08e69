package dev.beckon.gateway.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Member;
import dev.beckon.gateway.auth.User;

/** The sender of a room's message: the id in the sender's token, in the payload's field {@code from}. */
final class Sender {

    private static final String FROM = "from";

    private Sender() {}

    /** @param payload an object; the gateway replaces a {@code from} that the client wrote, so that members can rely on it */
    static ObjectNode sign(JsonNode payload, Member member) {
        return ((ObjectNode) payload).put(FROM, member.socketAssigns().get(User.class).id());
    }
}
