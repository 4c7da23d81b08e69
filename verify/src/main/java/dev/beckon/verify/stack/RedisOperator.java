package dev.beckon.verify.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An operator at Redis. */
public final class RedisOperator {

    private static final int ANSWER_MILLIS = 5_000;

    private RedisOperator() {}

    /** Ends the connections of all who subscribe. */
    public static void killSubscriptions(int port) throws IOException {
        try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), port)) {
            redis.setSoTimeout(ANSWER_MILLIS);
            redis.getOutputStream().write("CLIENT KILL TYPE pubsub\r\n".getBytes(StandardCharsets.US_ASCII));
            if (redis.getInputStream().read() != ':') {
                throw new IOException("Redis does not know CLIENT KILL");
            }
        }
    }
}
