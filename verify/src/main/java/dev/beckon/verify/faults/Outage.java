package dev.beckon.verify.faults;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One of several like processes is taken away for a while.
 *
 * @param names of the processes
 * @param down takes that one away
 * @param up brings it back
 * @param duration as {@link Fault#duration}
 */
record Outage(String name, List<String> names, Step down, Step up, int duration) implements Fault {

    /** What is done to one process. */
    interface Step {
        void take(String process);
    }

    @Override
    public Damage strike(RandomGenerator choice) {
        String process = names.get(choice.nextInt(names.size()));
        down.take(process);
        return new Damage(process, () -> up.take(process));
    }

    @Override
    public boolean isOutage() {
        return true;
    }
}
