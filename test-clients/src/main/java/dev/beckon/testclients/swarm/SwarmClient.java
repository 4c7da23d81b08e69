package dev.beckon.testclients.swarm;

import dev.beckon.testclients.Json;
import dev.beckon.testclients.Message;
import dev.beckon.testclients.view.InboxView;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One user's phoenix.js with its inbox joined: reconnects, rejoins and gives up as phoenix.js does (phoenix,
 * {@code assets/js/phoenix/socket.js} and {@code channel.js}). Confined to its loop, except for the result of {@link #standing}.
 */
final class SwarmClient implements SwarmConnection.Listener {

    private static final long JOIN_TIMEOUT_MILLIS = 10_000;
    private static final long HEARTBEAT_MILLIS = 30_000;

    private final String user;
    private final String token;
    private final List<InetSocketAddress> gateways;
    private final Loop loop;
    private final EventCounts tally;
    private final String topic;
    private final InboxView view = new InboxView();
    private @Nullable SwarmConnection connection;
    private int reconnects;
    private int rejoins;
    private int refs;
    private boolean heartbeatUnanswered;
    private String joinRef = "";
    private String nonsense = "";
    private volatile int losses;
    private volatile boolean joined;
    private volatile int news;
    private volatile long backAtMillis;

    /** @param gateways where a balancer sends it at first, and after each loss; the last one serves all later attempts */
    SwarmClient(String user, String token, List<InetSocketAddress> gateways, Loop loop, EventCounts tally) {
        this.user = user;
        this.token = token;
        this.gateways = gateways;
        this.loop = loop;
        this.tally = tally;
        this.topic = "notifications:" + user;
    }

    void connect() {
        tally.count("connection attempts");
        try {
            connection = SwarmConnection.open(gateways.get(Math.min(losses, gateways.size() - 1)), token, loop, this);
        } catch (IOException e) {
            refused(0);
        }
    }

    @Override
    public void opened() {
        reconnects = 0;
        rejoins = 0;
        heartbeatUnanswered = false;
        join();
        later(HEARTBEAT_MILLIS, this::heartbeat);
    }

    @Override
    public void refused(int status) {
        tally.count(status == 0 ? "connections without an answer" : "upgrades refused with " + status);
        reconnect();
    }

    @Override
    public void closed(int code) {
        tally.count("closed with " + code);
        joined = false;
        losses++;
        reconnect();
    }

    private void reconnect() {
        connection = null;
        loop.after(BackOff.RECONNECT.millis(++reconnects), this::connect);
    }

    private void join() {
        tally.count("joins");
        joinRef = nextRef();
        String ref = joinRef;
        send(new Message(ref, ref, topic, "phx_join", Json.asTree(view.position())));
        later(JOIN_TIMEOUT_MILLIS, () -> {
            if (!joined && ref.equals(joinRef)) {
                tally.count("joins without an answer");
                send(new Message(ref, nextRef(), topic, "phx_leave", Json.asTree(Map.of())));
                rejoin();
            }
        });
    }

    private void rejoin() {
        joined = false;
        joinRef = "";
        later(BackOff.REJOIN.millis(++rejoins), this::join);
    }

    private void heartbeat() {
        if (connection != null && heartbeatUnanswered) {
            tally.count("heartbeats without an answer");
            connection.end();
            closed(1000);
            return;
        }
        heartbeatUnanswered = true;
        send(new Message(null, nextRef(), "phoenix", "heartbeat", Json.asTree(Map.of())));
        later(HEARTBEAT_MILLIS, this::heartbeat);
    }

    @Override
    public void received(ByteBuffer text) {
        try {
            received(Message.parse(StandardCharsets.UTF_8.decode(text).toString()));
        } catch (AssertionError e) {
            nonsense = String.valueOf(e.getMessage());
        }
    }

    private void received(Message message) {
        if (!message.topic().equals(topic)) {
            heartbeatUnanswered = false;
        } else if (message.isReply()) {
            if (joinRef.equals(message.ref())) {
                answered(message.reply());
            }
        } else if (message.event().equals("phx_error")) {
            tally.count("channels ended by a fault");
            rejoin();
        } else if (joinRef.equals(message.joinRef()) || message.joinRef() == null) {
            view.pushed(message.event(), message.payload());
            news = view.news().size();
        }
    }

    private void answered(Message.Reply reply) {
        if (!reply.isOk()) {
            tally.count("joins refused: " + reply.reason());
            rejoin();
            return;
        }
        rejoins = 0;
        view.joined(reply.response());
        news = view.news().size();
        backAtMillis = System.currentTimeMillis();
        joined = true;
    }

    private String nextRef() {
        return Integer.toString(++refs);
    }

    private void send(Message message) {
        if (connection != null) {
            connection.send(message.frame());
        }
    }

    /** Runs the task unless the connection has been replaced by then. */
    private void later(long millis, Runnable task) {
        SwarmConnection now = connection;
        loop.after(millis, () -> {
            if (now != null && now == connection) {
                task.run();
            }
        });
    }

    boolean has(int count) {
        return joined && news >= count;
    }

    boolean isJoined() {
        return joined;
    }

    ClientState standing() {
        List<String> faults = nonsense.isEmpty() ? view.faults() : List.of(nonsense);
        return new ClientState(user, joined, losses, backAtMillis, news, view.rev(), String.valueOf(view.epoch()), view.unread(),
                view.unseen(), String.join("; ", faults));
    }
}
