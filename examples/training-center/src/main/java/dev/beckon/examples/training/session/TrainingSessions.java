package dev.beckon.examples.training.session;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The configured sessions. What is done in them is kept in this process's memory. */
@Singleton
final class TrainingSessions {

    private final Map<String, TrainingSession> byId = new TreeMap<>();

    TrainingSessions(TrainingConfig config) {
        config.sessions().forEach((id, exercises) ->
                byId.put(id, new TrainingSession(exercises, config.maxParticipants())));
    }

    Optional<TrainingSession> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Set<String> ids() {
        return byId.keySet();
    }
}
