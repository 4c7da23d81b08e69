package dev.beckon.examples.seeds.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.UnhandledEventException;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** {@code user_approval_stats:{user}}: for that user alone; the join is answered with the counts of now. */
@Singleton
public final class ApprovalStatsChannel implements Channel {

    private final ApprovalStats stats;

    ApprovalStatsChannel(ApprovalStats stats) {
        this.stats = stats;
    }

    /** Subscribes first: a decision made meanwhile is broadcast after the answer, and not lost between the two. */
    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        String user = member.subtopic();
        if (!user.equals(member.socketAssigns().get(User.class).id())) {
            return Uni.createFrom().item(JoinResult.refused("unauthorized"));
        }
        return member.subscribe().map(_ -> new JoinResult.Joined(stats.of(user)));
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        throw new UnhandledEventException(event);
    }
}
