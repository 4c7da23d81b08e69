package dev.beckon.verify.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** Redis drops the connections of all its subscribers. */
record KilledSubscriptions(IntSupplier redisPort) implements Fault {

    private static final int ANSWER_MILLIS = 5_000;

    @Override
    public String name() {
        return "kill-subscriptions";
    }

    @Override
    public Damage strike(RandomGenerator choice) throws IOException {
        try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort.getAsInt())) {
            redis.setSoTimeout(ANSWER_MILLIS);
            redis.getOutputStream().write("CLIENT KILL TYPE pubsub\r\n".getBytes(StandardCharsets.US_ASCII));
            if (redis.getInputStream().read() != ':') {
                throw new IOException("Redis does not know CLIENT KILL");
            }
            return Damage.done("redis");
        }
    }
}
