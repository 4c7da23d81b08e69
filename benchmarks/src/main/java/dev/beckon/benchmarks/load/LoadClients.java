package dev.beckon.benchmarks.load;

import dev.beckon.testclients.swarm.Loop;
import dev.beckon.testclients.swarm.SwarmFrames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * All clients of one process, on one thread. Each message has a due time, and latency counts from that time: a server
 * that stalls cannot hide it by delaying its clients (no coordinated omission).
 */
final class LoadClients {

    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int REF_AT = "[null,".length();

    private final List<LoadClient> clients = new ArrayList<>();
    private final ByteBuffer heartbeat = SwarmFrames.text("[null,\"h\",\"phoenix\",\"heartbeat\",{}]");
    private final Loop loop = new Loop();
    private final long began = System.nanoTime();
    private long heartbeats;
    private long joined;
    private long events;
    private long replies;
    private Histogram joins = LoadAnswer.histogram();
    private Histogram eventMicros = LoadAnswer.histogram();
    private Histogram replyMicros = LoadAnswer.histogram();
    private @Nullable String failure;

    LoadClients() throws IOException {}

    /** Sends the messages that are due. */
    interface Work {

        /** @return when to call again, as {@link System#nanoTime}; {@link Long#MAX_VALUE} if all work is done */
        long run(long now) throws IOException;
    }

    /** Reads and works until {@code until} holds or something has failed. */
    void run(Work work, BooleanSupplier until) throws IOException {
        while (!until.getAsBoolean() && failure == null) {
            step(work);
        }
    }

    /** Only reads, until {@link #wake}. */
    void idle() throws IOException {
        step(now -> now + TimeUnit.SECONDS.toNanos(1));
    }

    void wake() {
        loop.wake();
    }

    private void step(Work work) throws IOException {
        long now = System.nanoTime();
        long next = Math.min(work.run(now), beat(now));
        loop.step(next - System.nanoTime());
    }

    /** Sends heartbeats: each client one every 30 s, as phoenix.js does, evenly spread. */
    private long beat(long now) throws IOException {
        if (clients.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long apart = HEARTBEAT_NANOS / clients.size();
        for (long due = (now - began) / apart; heartbeats < due; heartbeats++) {
            LoadClient client = clients.get((int) (heartbeats % clients.size()));
            if (client.isJoined()) {
                client.send(heartbeat.rewind());
            }
        }
        return now + Math.max(apart, TimeUnit.MILLISECONDS.toNanos(100));
    }

    void open(int port, String token, ByteBuffer join, long dueNanos) throws IOException {
        clients.add(new LoadClient(this, loop, port, token, join, dueNanos));
    }

    void joined(long dueNanos) {
        joined++;
        joins.recordValue(micros(dueNanos));
    }

    /**
     * Distinguishes broadcasts ({@code [null,null,…{"…":"TIME…}]}), heartbeat replies ({@code [null,"h"…}) and ping replies
     * ({@code ["1","TIME"…}) by their first characters.
     */
    void received(ByteBuffer in) {
        if (in.get(1) != 'n') {
            long due = TimedFrame.time(in, "[\"1\",\"".length());
            if (due >= 0) {
                replies++;
                replyMicros.recordValue(micros(due));
            } else {
                pushed(in);
            }
        } else if (in.get(REF_AT) == 'n') {
            pushed(in);
        }
    }

    private void pushed(ByteBuffer in) {
        int at = 0;
        while (in.get(at) != '{') {
            at++;
        }
        long due = TimedFrame.time(in, at + "{\"t\":\"".length());
        if (due < 0) {
            due = MentionLists.due(in, at);
        }
        if (due >= 0) {
            events++;
            eventMicros.recordValue(micros(due));
        }
    }

    private static long micros(long dueNanos) {
        return Math.clamp((System.nanoTime() - dueNanos) / 1_000, 0, LoadAnswer.HIGHEST_MICROS);
    }

    void failed(String why) {
        failure = why;
    }

    /** @throws IllegalStateException with the failure since the last call, if there was one */
    void check() {
        String why = failure;
        failure = null;
        if (why != null) {
            throw new IllegalStateException(why);
        }
    }

    List<LoadClient> clients() {
        return clients;
    }

    long joined() {
        return joined;
    }

    long replies() {
        return replies;
    }

    LoadAnswer takeJoins() {
        LoadAnswer answer = LoadAnswer.of(joins.getTotalCount(), joins);
        joins = LoadAnswer.histogram();
        return answer;
    }

    LoadAnswer takeReplies() {
        LoadAnswer answer = LoadAnswer.of(replies, replyMicros);
        replies = 0;
        replyMicros = LoadAnswer.histogram();
        return answer;
    }

    LoadAnswer takeEvents() {
        LoadAnswer answer = LoadAnswer.of(events, eventMicros);
        events = 0;
        eventMicros = LoadAnswer.histogram();
        return answer;
    }

    /** Closes TCP without a close frame, as a client does that disappears. */
    void disconnect() {
        clients.forEach(LoadClient::end);
        clients.clear();
        joined = 0;
        try {
            loop.step(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
