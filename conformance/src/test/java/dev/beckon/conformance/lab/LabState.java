package dev.beckon.conformance.lab;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a laboratory holds after a full collection.
 *
 * @param instances live objects of the project's own classes, by class
 * @param heapBytes of all classes
 * @param subscriptions its channels in Redis
 */
public record LabState(Map<String, Long> instances, long heapBytes, long subscriptions) {

    public LabState {
        instances = Map.copyOf(instances);
    }

    /** Of what is made once and late there may be a few more; what leaks is made with every connection. */
    private static final long MADE_LATE = 20;

    /** How many instances more than before there are, of each class of which there are many more. */
    public Map<String, Long> moreThan(LabState before) {
        Map<String, Long> more = new TreeMap<>();
        instances.forEach((type, count) -> more.put(type, count - before.instances.getOrDefault(type, 0L)));
        more.values().removeIf(count -> count <= MADE_LATE);
        return more;
    }
}
