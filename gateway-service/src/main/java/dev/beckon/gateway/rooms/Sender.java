package dev.beckon.gateway.rooms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.channel.Member;
import dev.beckon.gateway.auth.User;

/** Puts the proven sender into what a member says to a room, in the place of whatever it claims itself. */
final class Sender {

    private static final String FROM = "from";

    private Sender() {}

    /**
     * @param payload an object
     * @return the same with {@code "from": {"id", "name"}}, id and name of the member's token
     */
    static ObjectNode signed(Member member, JsonNode payload) {
        User user = member.socketAssigns().get(User.class);
        ObjectNode signed = ((ObjectNode) payload).objectNode();
        signed.setAll((ObjectNode) payload);
        signed.putObject(FROM).put("id", user.id()).put("name", user.name());
        return signed;
    }
}
