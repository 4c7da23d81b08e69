package dev.beckon.verify.faults;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Takes one of several equal processes away for a while.
 *
 * @param names names of the processes
 * @param down takes one process away
 * @param up brings it back
 * @param duration as {@link Fault#duration}
 */
record Outage(String name, List<String> names, Step down, Step up, int duration) implements Fault {

    /** An action on one process, by name. */
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
