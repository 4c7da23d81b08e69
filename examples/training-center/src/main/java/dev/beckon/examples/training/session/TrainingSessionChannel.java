package dev.beckon.examples.training.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.OutResult;
import dev.beckon.channels.Presence;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.UnhandledEventException;
import dev.beckon.examples.training.auth.Role;
import dev.beckon.examples.training.auth.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/**
 * {@code training_session:{id}}: participants complete exercises, trainers see every participant's progress, and all members see
 * the presences.
 */
@Singleton
public final class TrainingSessionChannel implements Channel {

    static final String TOPIC = "training_session:";
    static final String STARTED = "training_session_started";
    private static final Object AFTER_JOIN = new Object();
    private static final String EXERCISE_COMPLETED = "exercise_completed";

    private final TrainingSessions sessions;
    private final Presence presence;

    TrainingSessionChannel(TrainingSessions sessions, Presence presence) {
        this.sessions = sessions;
        this.presence = presence;
    }

    /** The presence meta of a member, which other members see. */
    @RegisterForReflection
    record Meta(String name, Role role) {}

    @RegisterForReflection
    record Completed(String user, String name, int exercise) {}

    /** Subscribes before it reads the progress: an exercise completed in between arrives twice rather than never. */
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
        member.info(AFTER_JOIN);
        return member.subscribe().map(_ -> new JoinResult.Joined(user.isTrainer()
                ? Map.of("exercises", session.exercises(), "progress", session.progress())
                : Map.of("exercises", session.exercises(), "completed", session.completed(user.id()))));
    }

    /** After the join's answer, as a Phoenix channel sends {@code :after_join} to itself. */
    @Override
    public Uni<Void> handleInfo(Member member, Object message) {
        User user = user(member);
        presence.track(member, user.id(), new Meta(user.name(), user.role()));
        presence.pushState(member);
        if (member.assigns().get(TrainingSession.class).hasStarted()) {
            member.push(STARTED, Map.of());
        }
        return Uni.createFrom().voidItem();
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

    /** Only trainers see a participant's progress. */
    @Override
    public OutResult handleOut(Member member, TopicBroadcast broadcast) {
        return user(member).isTrainer() ? OutResult.push() : OutResult.none();
    }

    private static User user(Member member) {
        return member.socketAssigns().get(User.class);
    }
}
