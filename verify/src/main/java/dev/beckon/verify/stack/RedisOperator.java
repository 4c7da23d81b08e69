package dev.beckon.verify.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An operator's actions on Redis. */
public final class RedisOperator {

    private static final int ANSWER_MILLIS = 5_000;

    private RedisOperator() {}

    /** Closes the connections of all subscribers. */
    public static void killSubscriptions(int port) throws IOException {
        command(port, "CLIENT KILL TYPE pubsub", ':');
    }

    /** Deletes all data, as if Redis had restarted without its data file. */
    public static void loseAllData(int port) throws IOException {
        command(port, "FLUSHALL", '+');
    }

    /** @return whether Redis has a key with this name */
    public static boolean has(int port, String key) throws IOException {
        return command(port, "EXISTS " + key, ':').startsWith("1");
    }

    private static String command(int port, String command, char kind) throws IOException {
        try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), port)) {
            redis.setSoTimeout(ANSWER_MILLIS);
            redis.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new BufferedReader(new InputStreamReader(redis.getInputStream(), StandardCharsets.US_ASCII)).readLine();
            if (answer == null || answer.charAt(0) != kind) {
                throw new IOException("Redis answered %s with %s".formatted(command, answer));
            }
            return answer.substring(1);
        }
    }
}
