package dev.beckon.examples.training.session;

import dev.beckon.examples.training.auth.User;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** One session's exercises and each participant's progress, including absent participants. Thread-safe. */
final class TrainingSession {

    private final List<String> exercises;
    private final int maxParticipants;
    private final Map<String, Progress> progress = new LinkedHashMap<>();

    private boolean started;

    /** @param completed numbers of exercises, from 1 */
    @RegisterForReflection
    record Progress(String user, String name, SortedSet<Integer> completed) {}

    TrainingSession(List<String> exercises, int maxParticipants) {
        this.exercises = List.copyOf(exercises);
        this.maxParticipants = maxParticipants;
    }

    List<String> exercises() {
        return exercises;
    }

    synchronized void start() {
        started = true;
    }

    synchronized boolean hasStarted() {
        return started;
    }

    /** @return false if the session is full */
    synchronized boolean admit(User participant) {
        if (!progress.containsKey(participant.id()) && progress.size() >= maxParticipants) {
            return false;
        }
        progress.computeIfAbsent(participant.id(), id -> new Progress(id, participant.name(), new TreeSet<>()));
        return true;
    }

    /** The progress of all admitted participants, in order of admission. */
    synchronized List<Progress> progress() {
        List<Progress> copy = new ArrayList<>();
        progress.values().forEach(one -> copy.add(new Progress(one.user(), one.name(), new TreeSet<>(one.completed()))));
        return copy;
    }

    synchronized SortedSet<Integer> completed(String user) {
        return new TreeSet<>(of(user).completed());
    }

    /** Idempotent. */
    synchronized void complete(String user, int exercise) {
        of(user).completed().add(exercise);
    }

    private Progress of(String user) {
        return Objects.requireNonNull(progress.get(user), "only who was admitted has a channel that asks");
    }
}
