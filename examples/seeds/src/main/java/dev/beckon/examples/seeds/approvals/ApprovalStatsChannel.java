package dev.beckon.examples.seeds.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.UnhandledEventException;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** {@code user_approval_stats:{user}}: only that user may join; the reply to the join has the current counts. */
@Singleton
public final class ApprovalStatsChannel implements Channel {

    private final ApprovalStore store;

    ApprovalStatsChannel(ApprovalStore store) {
        this.store = store;
    }

    /** Subscribes before it reads the counts: the client receives a decision made in between after the reply, and misses none. */
    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        String user = member.subtopic();
        if (!user.equals(member.socketAssigns().get(User.class).id())) {
            return Uni.createFrom().item(JoinResult.refused("unauthorized"));
        }
        return member.subscribe().chain(() -> store.of(user)).map(JoinResult.Joined::new);
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        throw new UnhandledEventException(event);
    }
}
