package dev.beckon.conformance.lab;

import java.util.Map;
import java.util.TreeMap;

/**
 * A laboratory's resources after a full collection.
 *
 * @param instances live objects of the project's own classes, by class
 * @param heapBytes of all classes
 * @param subscriptions its channels in Redis
 * @param openFiles files and connections; 0 where the operating system does not show them
 */
public record LabState(Map<String, Long> instances, long heapBytes, long subscriptions, long openFiles) {

    public LabState {
        instances = Map.copyOf(instances);
    }

    /** Tolerance for objects that are created once and late; a leak creates one with every connection. */
    private static final long MADE_LATE = 20;

    /** The growth since {@code before} of each class that grew by more than the tolerance. */
    public Map<String, Long> moreThan(LabState before) {
        Map<String, Long> more = new TreeMap<>();
        instances.forEach((type, count) -> more.put(type, count - before.instances.getOrDefault(type, 0L)));
        more.values().removeIf(count -> count <= MADE_LATE);
        return more;
    }
}
