package dev.beckon.examples.training.session;

import dev.beckon.examples.training.auth.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** One session's exercises, and how far each participant has come, also those who are away. Thread-safe. */
final class TrainingSession {

    private final List<String> exercises;
    private final int maxParticipants;
    private final Map<String, Progress> progress = new LinkedHashMap<>();

    /** @param completed numbers of exercises, from 1 */
    record Progress(String user, String name, SortedSet<Integer> completed) {}

    TrainingSession(List<String> exercises, int maxParticipants) {
        this.exercises = List.copyOf(exercises);
        this.maxParticipants = maxParticipants;
    }

    List<String> exercises() {
        return exercises;
    }

    /** @return false if there are as many already */
    synchronized boolean admit(User participant) {
        if (!progress.containsKey(participant.id()) && progress.size() >= maxParticipants) {
            return false;
        }
        progress.computeIfAbsent(participant.id(), id -> new Progress(id, participant.name(), new TreeSet<>()));
        return true;
    }

    /** Of those who were admitted, in that order. */
    synchronized List<Progress> progress() {
        List<Progress> copy = new ArrayList<>();
        progress.values().forEach(one -> copy.add(new Progress(one.user(), one.name(), new TreeSet<>(one.completed()))));
        return copy;
    }

    synchronized SortedSet<Integer> completed(String user) {
        return new TreeSet<>(progress.get(user).completed());
    }

    /** Twice is as good as once. */
    synchronized void complete(String user, int exercise) {
        progress.get(user).completed().add(exercise);
    }
}
