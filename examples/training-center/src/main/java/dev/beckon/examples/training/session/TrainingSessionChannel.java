package dev.beckon.examples.training.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.UnhandledEventException;
import dev.beckon.channels.presence.Presence;
import dev.beckon.channels.pubsub.TopicBroadcast;
import dev.beckon.examples.training.auth.Role;
import dev.beckon.examples.training.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/**
 * {@code training_session:{id}}: participants complete exercises, trainers see how far everybody has come, and all see who is
 * there.
 */
@Singleton
public final class TrainingSessionChannel implements Channel {

    static final String TOPIC = "training_session:";
    private static final String EXERCISE_COMPLETED = "exercise_completed";

    private final TrainingSessions sessions;
    private final Presence presence;

    TrainingSessionChannel(TrainingSessions sessions, Presence presence) {
        this.sessions = sessions;
        this.presence = presence;
    }

    /** What others see of a member. */
    record Meta(String name, Role role) {}

    record Completed(String user, String name, int exercise) {}

    /** Subscribes before it reads the progress: what is completed meanwhile is told twice rather than never. */
    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        User user = user(member);
        TrainingSession session = sessions.find(member.subtopic()).orElse(null);
        if (session == null) {
            return Uni.createFrom().item(JoinResult.refused("no_such_session"));
        }
        if (!user.isTrainer() && !session.admit(user)) {
            return Uni.createFrom().item(JoinResult.refused("session_full"));
        }
        member.assigns().put(TrainingSession.class, session);
        presence.track(member, user.id(), new Meta(user.name(), user.role()));
        presence.pushState(member);
        return member.subscribe().map(_ -> new JoinResult.Joined(user.isTrainer()
                ? Map.of("exercises", session.exercises(), "progress", session.progress())
                : Map.of("exercises", session.exercises(), "completed", session.completed(user.id()))));
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        if (!event.equals(EXERCISE_COMPLETED)) {
            throw new UnhandledEventException(event);
        }
        return Uni.createFrom().item(complete(member, payload.path("exercise")));
    }

    private static EventResult complete(Member member, JsonNode exercise) {
        User user = user(member);
        TrainingSession session = member.assigns().get(TrainingSession.class);
        if (user.isTrainer()) {
            return EventResult.error("forbidden");
        }
        if (!exercise.isInt() || exercise.intValue() < 1 || exercise.intValue() > session.exercises().size()) {
            return EventResult.error("no_such_exercise");
        }
        session.complete(user.id(), exercise.intValue());
        member.broadcast(EXERCISE_COMPLETED, new Completed(user.id(), user.name(), exercise.intValue()));
        return EventResult.ok(Map.of("completed", session.completed(user.id())));
    }

    @Override
    public Set<String> intercepts() {
        return Set.of(EXERCISE_COMPLETED);
    }

    /** How far somebody has come is the trainers' business. */
    @Override
    public Uni<Void> handleOut(Member member, TopicBroadcast broadcast) {
        if (user(member).isTrainer()) {
            member.push(broadcast);
        }
        return Uni.createFrom().voidItem();
    }

    private static User user(Member member) {
        return member.socketAssigns().get(User.class);
    }
}
