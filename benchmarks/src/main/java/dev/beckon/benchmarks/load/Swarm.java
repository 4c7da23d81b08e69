package dev.beckon.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one process on one thread and selector. Whatever is sent is due at a time of its own, and late answers count
 * from that time: a server that stalls cannot hide it by holding up its clients (no coordinated omission).
 */
final class Swarm {

    private static final int SCRATCH_BYTES = 4 << 20;
    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int REF_AT = "[null,".length();

    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final ByteBuffer heartbeat = Frames.text("[null,\"h\",\"phoenix\",\"heartbeat\",{}]");
    private final Selector selector;
    private final long began = System.nanoTime();
    private long heartbeats;
    private long joined;
    private long events;
    private long replies;
    private Histogram joins = Answer.histogram();
    private Histogram eventMicros = Answer.histogram();
    private Histogram replyMicros = Answer.histogram();
    private @Nullable String failure;

    Swarm() throws IOException {
        selector = Selector.open();
    }

    /** Sends what is due. */
    interface Work {

        /** @return when to be called again, as {@link System#nanoTime}; {@link Long#MAX_VALUE}: there is no more */
        long run(long now) throws IOException;
    }

    /** Reads, and works, until {@code until} is so, or something has failed. */
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
        selector.wakeup();
    }

    private void step(Work work) throws IOException {
        long now = System.nanoTime();
        long next = Math.min(work.run(now), beat(now));
        long wait = next - System.nanoTime();
        if (wait <= 0) {
            selector.selectNow(this::ready);
        } else {
            selector.select(this::ready, Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
        }
    }

    private void ready(SelectionKey key) {
        ((Client) key.attachment()).ready(key, scratch);
    }

    /** As phoenix.js does, every 30 s each, evenly spread. */
    private long beat(long now) throws IOException {
        if (clients.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long apart = HEARTBEAT_NANOS / clients.size();
        for (long due = (now - began) / apart; heartbeats < due; heartbeats++) {
            Client client = clients.get((int) (heartbeats % clients.size()));
            if (client.isJoined()) {
                client.send(heartbeat.rewind());
            }
        }
        return now + Math.max(apart, TimeUnit.MILLISECONDS.toNanos(100));
    }

    void open(int port, byte[] upgrade, ByteBuffer join, long dueNanos) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Client client = new Client(this, channel, upgrade, join, dueNanos);
        clients.add(client);
        channel.register(selector, SelectionKey.OP_CONNECT, client);
        channel.connect(new InetSocketAddress("127.0.0.1", port));
    }

    void joined(long dueNanos) {
        joined++;
        joins.recordValue(micros(dueNanos));
    }

    /** A broadcast is {@code [null,null,…{"…":"TIME…}]}, a heartbeat's reply {@code [null,"h"…}, a ping's {@code ["1","TIME"…}. */
    void received(ByteBuffer in, int from) {
        if (in.get(from + 1) != 'n') {
            long due = Frames.time(in, from + "[\"1\",\"".length());
            if (due >= 0) {
                replies++;
                replyMicros.recordValue(micros(due));
            } else {
                pushed(in, from);
            }
        } else if (in.get(from + REF_AT) == 'n') {
            pushed(in, from);
        }
    }

    private void pushed(ByteBuffer in, int from) {
        int at = from;
        while (in.get(at) != '{') {
            at++;
        }
        long due = Frames.time(in, at + "{\"t\":\"".length());
        if (due < 0) {
            due = MentionLists.due(in, at);
        }
        if (due >= 0) {
            events++;
            eventMicros.recordValue(micros(due));
        }
    }

    private static long micros(long dueNanos) {
        return Math.clamp((System.nanoTime() - dueNanos) / 1_000, 0, Answer.HIGHEST_MICROS);
    }

    void failed(String why) {
        failure = why;
    }

    /** @throws IllegalStateException what has failed since the last call */
    void check() {
        String why = failure;
        failure = null;
        if (why != null) {
            throw new IllegalStateException(why);
        }
    }

    List<Client> clients() {
        return clients;
    }

    long joined() {
        return joined;
    }

    long replies() {
        return replies;
    }

    Answer takeJoins() {
        Answer answer = Answer.of(joins.getTotalCount(), joins);
        joins = Answer.histogram();
        return answer;
    }

    Answer takeReplies() {
        Answer answer = Answer.of(replies, replyMicros);
        replies = 0;
        replyMicros = Answer.histogram();
        return answer;
    }

    Answer takeEvents() {
        Answer answer = Answer.of(events, eventMicros);
        events = 0;
        eventMicros = Answer.histogram();
        return answer;
    }

    /** TCP alone: a client that is gone. */
    void disconnect() {
        clients.forEach(Client::close);
        clients.clear();
        joined = 0;
        try {
            selector.selectNow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
