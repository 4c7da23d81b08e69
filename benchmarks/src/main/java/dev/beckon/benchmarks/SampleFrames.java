package dev.beckon.benchmarks;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.Trail;
import dev.beckon.redis.RedisPrefix;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes inbox frames on Redis (RESP over one socket) as notification-service would, without a gap in any user's
 * revisions. The payload is a time and filling in place of a notification: gateways do not read it.
 */
final class SampleFrames implements AutoCloseable {

    private static final RedisPrefix BECKON = new RedisPrefix(InboxFrame.REDIS_PREFIX);
    private static final String FILLING = "x".repeat(260);

    private final Socket redis;
    private final Thread answers;
    private final String users;
    private final long[] revs;
    private final UUID epoch;
    private int turn;

    /** @param epoch epoch of the inboxes that the users have joined */
    SampleFrames(int port, String users, int count, UUID epoch) throws IOException {
        this.redis = new Socket(InetAddress.getLoopbackAddress(), port);
        this.redis.setTcpNoDelay(true);
        this.users = users;
        this.revs = new long[count];
        this.epoch = epoch;
        this.answers = Thread.ofPlatform().daemon().name("redis-answers").start(this::skipAnswers);
    }

    /**
     * Publishes to one user after the other.
     *
     * @return the number of published frames
     */
    long publish(int perSecond, int seconds) throws IOException {
        long total = (long) perSecond * seconds;
        long apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime();
        for (long n = 0; n < total; n++) {
            long due = start + n * apart;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            redis.getOutputStream().write(command(due));
        }
        return total;
    }

    private byte[] command(long due) {
        int user = turn++ % revs.length;
        long rev = ++revs[user];
        InboxFrame frame = new InboxFrame(users + user, InboxPayload.NEW_NOTIFICATION, new Revisions(rev - 1, rev, epoch), Trail.NONE,
                "{\"t\":\"%019d\",\"p\":\"%s\"}".formatted(due, FILLING));
        byte[] message = frame.message().encode().getBytes(StandardCharsets.UTF_8);
        String channel = BECKON.channel(frame.topic(InboxFrame.TOPIC_PREFIX));
        byte[] head = "*3\r\n$7\r\nPUBLISH\r\n$%d\r\n%s\r\n$%d\r\n".formatted(channel.length(), channel, message.length)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] command = new byte[head.length + message.length + 2];
        System.arraycopy(head, 0, command, 0, head.length);
        System.arraycopy(message, 0, command, head.length, message.length);
        command[command.length - 2] = '\r';
        command[command.length - 1] = '\n';
        return command;
    }

    private void skipAnswers() {
        byte[] scratch = new byte[8_192];
        try (InputStream in = redis.getInputStream()) {
            while (in.read(scratch) >= 0) {}
        } catch (IOException e) {
            // Redis has closed the connection.
        }
    }

    @Override
    public void close() throws IOException {
        redis.close();
        answers.interrupt();
    }
}
