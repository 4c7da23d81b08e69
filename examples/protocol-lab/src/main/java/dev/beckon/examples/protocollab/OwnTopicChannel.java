package dev.beckon.examples.protocollab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.UnhandledEventException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** {@code notifications:{id}}: only the user with that id may join, and receives the messages published from outside. */
@Singleton
final class OwnTopicChannel implements Channel {

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        boolean own = member.subtopic().equals(member.socketAssigns().get(User.class).id());
        return Uni.createFrom().item(own ? JoinResult.joined() : JoinResult.refused("unauthorized"));
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        throw new UnhandledEventException(event);
    }
}
