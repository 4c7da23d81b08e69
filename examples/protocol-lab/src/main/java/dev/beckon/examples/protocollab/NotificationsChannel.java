package dev.beckon.examples.protocollab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.UnhandledEventException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** {@code notifications:{id}}: for the user of that id alone, who hears what is published from outside. */
@Singleton
final class NotificationsChannel implements Channel {

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
