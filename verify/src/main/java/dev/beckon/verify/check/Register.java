package dev.beckon.verify.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A flag of one notification, such as read, and the requests that write it. Each request takes effect at one moment between its
 * beginning and its answer; without an answer, at any later moment or never. Initially the flag is not set.
 */
final class Register {

    /** Later than every answer. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * A request that writes the flag.
     *
     * @param until when it was answered; {@link #NEVER} if it was not
     * @param certain whether it took effect; otherwise it may have changed nothing
     */
    record Write(boolean value, long from, long until, boolean certain) {}

    private final List<Write> writes = new ArrayList<>(List.of(new Write(false, -1, -1, true)));

    void add(Write write) {
        writes.add(write);
    }

    /** Whether the flag may have {@code value} at some moment between {@code from} and {@code until}. */
    boolean mayBe(boolean value, long from, long until) {
        return writes.stream().anyMatch(write -> write.value() == value && write.from() <= until && !isReplaced(write, from));
    }

    /** Whether a certain write of the other value lies wholly between the write and {@code from}. */
    private boolean isReplaced(Write write, long from) {
        return writes.stream().anyMatch(other -> other.certain() && other.value() != write.value()
                && other.from() > write.until() && other.until() < from);
    }

    /** Whether a request has written {@code value}. */
    boolean wasAsked(boolean value) {
        return writes.stream().anyMatch(write -> write.value() == value && write.from() >= 0);
    }
}
