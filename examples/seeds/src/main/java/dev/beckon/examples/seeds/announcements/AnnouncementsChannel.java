package dev.beckon.examples.seeds.announcements;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.UnhandledEventException;
import io.smallrye.mutiny.Uni;

/** {@code admin_messages}: every user may join and receives messages; only the {@link BackOffice} sends them. */
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
