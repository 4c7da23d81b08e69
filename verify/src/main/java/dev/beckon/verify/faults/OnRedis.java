package dev.beckon.verify.faults;

import java.io.IOException;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** An operator, or a bug, does something to a Redis that goes on running. */
record OnRedis(String name, IntSupplier port, Action action) implements Fault {

    /** Does it to the Redis on this port. */
    interface Action {
        void take(int port) throws IOException;
    }

    @Override
    public Damage strike(RandomGenerator choice) throws IOException {
        action.take(port.getAsInt());
        return Damage.done("redis");
    }
}
