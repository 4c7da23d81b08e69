package dev.beckon.benchmarks.load;

import dev.beckon.testclients.swarm.Loop;
import dev.beckon.testclients.swarm.SwarmConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One connection that joins one topic. Any error fails the measurement. Confined to its loop. */
final class LoadClient implements SwarmConnection.Listener {

    private final LoadClients all;
    private final ByteBuffer join;
    private final long dueNanos;
    private final SwarmConnection connection;
    private boolean joined;

    /** @param dueNanos when the connection was due, as {@link System#nanoTime} */
    LoadClient(LoadClients all, Loop loop, int port, String token, ByteBuffer join, long dueNanos) throws IOException {
        this.all = all;
        this.join = join;
        this.dueNanos = dueNanos;
        this.connection = SwarmConnection.open(new InetSocketAddress("127.0.0.1", port), token, loop, this);
    }

    @Override
    public void opened() {
        connection.write(join);
    }

    @Override
    public void refused(int status) {
        all.failed(status == 0 ? "the server did not answer an upgrade" : "an upgrade was answered " + status);
    }

    @Override
    public void received(ByteBuffer text) {
        if (joined) {
            all.received(text);
            return;
        }
        String reply = StandardCharsets.UTF_8.decode(text).toString();
        if (reply.contains("\"status\":\"ok\"")) {
            joined = true;
            all.joined(dueNanos);
        } else {
            all.failed("the join was answered " + reply);
        }
    }

    @Override
    public void closed(int code) {
        joined = false;
        all.failed("a connection was closed with " + code);
    }

    boolean isJoined() {
        return joined;
    }

    void send(ByteBuffer frame) {
        connection.write(frame);
    }

    void end() {
        joined = false;
        connection.end();
    }
}
