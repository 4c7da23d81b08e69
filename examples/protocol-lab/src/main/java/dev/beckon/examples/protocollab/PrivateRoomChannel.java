package dev.beckon.examples.protocollab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.UnhandledEventException;
import io.smallrye.mutiny.Uni;

/** {@code room:private*}: refuses every join. */
final class PrivateRoomChannel implements Channel {

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        return Uni.createFrom().item(JoinResult.refused("unauthorized"));
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        throw new UnhandledEventException(event);
    }
}
