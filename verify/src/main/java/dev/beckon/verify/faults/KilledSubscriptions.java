package dev.beckon.verify.faults;

import dev.beckon.verify.stack.RedisOperator;
import java.io.IOException;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** Redis drops the connections of all its subscribers. */
record KilledSubscriptions(IntSupplier redisPort) implements Fault {

    @Override
    public String name() {
        return "kill-subscriptions";
    }

    @Override
    public Damage strike(RandomGenerator choice) throws IOException {
        RedisOperator.killSubscriptions(redisPort.getAsInt());
        return Damage.done("redis");
    }
}
