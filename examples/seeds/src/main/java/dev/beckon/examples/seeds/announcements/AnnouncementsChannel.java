package dev.beckon.examples.seeds.announcements;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.UnhandledEventException;
import io.smallrye.mutiny.Uni;

/** {@code admin_messages}: everyone hears, nobody speaks; what is said comes from the {@link BackOffice}. */
public final class AnnouncementsChannel implements Channel {

    static final String TOPIC = "admin_messages";

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        return Uni.createFrom().item(JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        throw new UnhandledEventException(event);
    }
}
