package dev.beckon.examples.training.session;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The configured sessions. This process keeps their progress in memory. */
@Singleton
final class TrainingSessions {

    private final Map<String, TrainingSession> byId = new TreeMap<>();

    TrainingSessions(TrainingConfig config) {
        config.sessions().forEach((id, exercises) -> byId.put(id, new TrainingSession(exercises, config.maxParticipants())));
    }

    Optional<TrainingSession> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Set<String> ids() {
        return byId.keySet();
    }
}
