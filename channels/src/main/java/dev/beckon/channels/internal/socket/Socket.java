package dev.beckon.channels.internal.socket;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter.Route;
import dev.beckon.channels.CloseCode;
import dev.beckon.channels.Payload;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Outbound;
import dev.beckon.channels.internal.protocol.Outbound.Close;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import dev.beckon.channels.internal.protocol.Ref;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.channels.internal.socket.Sockets.SocketContext;
import dev.beckon.netty.EventLoop;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection and the channels it has joined, and Phoenix's rules for them ({@code lib/phoenix/socket.ex}).
 * Confined to the connection's event loop.
 */
public final class Socket {

    private static final String UNMATCHED = "unmatched topic";
    private static final String TOO_MANY = "too many channels joined";
    private static final String TOO_MANY_JOINS = "too many joins";

    private final SocketConnection connection;
    private final Admitted client;
    private final SocketContext context;
    private final Map<String, ChannelMember> channels = new HashMap<>(2);
    /**
     * Ending channels count towards the limit; otherwise a client that joins and leaves fast could have any number of
     * callbacks running.
     */
    private Set<ChannelMember> ending = Set.of();
    private TerminateReason end = TerminateReason.CLOSED;
    private final Rate.Bucket messages;
    private final Rate.Bucket joins;
    private volatile long receivedNanos = System.nanoTime();

    Socket(SocketConnection connection, Admitted client, SocketContext context) {
        this.connection = connection;
        this.client = client;
        this.context = context;
        this.messages = new Rate.Bucket(context.messages(), receivedNanos);
        this.joins = new Rate.Bucket(context.joins(), receivedNanos);
    }

    /** The serializer for this client's version. */
    public Serializer serializer() {
        return client.serializer();
    }

    public void receive(Inbound message) {
        if (takeFrame()) {
            dispatch(message);
        }
    }

    /**
     * A frame arrived that is not a message: a ping, which the transport answers, a pong, or a fragment that others
     * follow.
     */
    public void frameReceived() {
        takeFrame();
    }

    private boolean takeFrame() {
        markActive();
        context.counts().received.increment();
        boolean within = messages.tryTake(receivedNanos);
        if (!within) {
            close(CloseCode.FLOODING);
        }
        return within;
    }

    /** The client showed activity without a message, such as a poll. */
    public void markActive() {
        receivedNanos = System.nanoTime();
    }

    /**
     * Runs {@code task} when all messages received by now are handled: their callbacks are over, however they ended.
     */
    public void afterPresent(Runnable task) {
        List<ChannelMember> busy = new ArrayList<>(channels.values());
        busy.addAll(ending);
        int[] left = {busy.size() + 1};
        Runnable over = () -> {
            if (--left[0] == 0) {
                task.run();
            }
        };
        busy.forEach(channel -> channel.afterPresent(over));
        over.run();
    }

    void afterPresent(String topic, Runnable task) {
        ChannelMember channel = channels.get(topic);
        if (channel == null) {
            task.run();
        } else {
            channel.afterPresent(task);
        }
    }

    void dispatch(Inbound message) {
        switch (message) {
            case Inbound.Heartbeat(var ref) -> send(Reply.ok(null, ref, "phoenix"));
            case Inbound.Join join -> join(join);
            case Inbound.Leave leave -> leave(leave);
            case Inbound.Event event -> handle(event);
        }
    }

    /** The connection is gone; ends every channel. */
    public void closed() {
        client.settle();
        List.copyOf(channels.values()).forEach(channel -> channel.end(end));
    }

    public void close(CloseCode code) {
        close(code, code.reason());
    }

    public void close(CloseCode code, String why) {
        if (code == CloseCode.RESTART && !isClosing()) {
            end = TerminateReason.DRAINED;
        }
        connection.close(code, why);
    }

    /** Whether the connection is being closed; messages that still arrive on it can be dropped. */
    public boolean isClosing() {
        return connection.isClosing();
    }

    /** A second join of a topic ends the first; the new one is answered before the old one is closed. */
    private void join(Inbound.Join join) {
        Route route = client.router().match(join.topic());
        if (route == null) {
            refuse(null, join, UNMATCHED);
            return;
        }
        ChannelMember old = channels.get(join.topic());
        if (old != null && old.holds(join)) {
            return;
        }
        if (old == null && otherTopics(join.topic()) >= context.limits().maxChannels()) {
            refuse(join.joinRef(), join, TOO_MANY);
            return;
        }
        if (ending.size() >= context.limits().joinBurst() || !joins.tryTake(receivedNanos)) {
            refuse(join.joinRef(), join, TOO_MANY_JOINS);
            return;
        }
        if (old != null) {
            old.end(TerminateReason.DUPLICATE_JOIN);
        }
        ChannelMember joined = new ChannelMember(this, route, join);
        channels.put(join.topic(), joined);
        joined.join(join, () -> {
            client.settle();
            if (old != null) {
                send(new Close(old.joinRef(), join.topic()));
            }
        });
    }

    /**
     * Number of topics beside {@code topic} that count: joined, or left with a callback still running. Each counts
     * once.
     */
    private int otherTopics(String topic) {
        return ending.isEmpty()
                ? channels.size()
                : channels.size() + (int) ending.stream()
                        .map(ChannelMember::topic)
                        .filter(other -> !other.equals(topic) && !channels.containsKey(other))
                        .distinct()
                        .count();
    }

    private void refuse(@Nullable Ref joinRef, Inbound.Join join, String reason) {
        send(Reply.error(joinRef, join.ref(), join.topic(), reason));
        client.settle();
    }

    private void leave(Inbound.Leave leave) {
        ChannelMember channel = channels.get(leave.topic());
        if (channel == null) {
            send(Reply.ok(leave.joinRef(), leave.ref(), leave.topic()));
        } else if (!channel.holds(leave) && isCurrent(channel, leave.joinRef())) {
            channel.leave(leave);
        }
    }

    private void handle(Inbound.Event event) {
        ChannelMember channel = channels.get(event.topic());
        if (channel == null) {
            send(Reply.error(null, event.ref(), event.topic(), UNMATCHED));
        } else if (!channel.holds(event) && isCurrent(channel, event.joinRef())) {
            channel.handle(event);
        }
    }

    /**
     * Whether a message belongs to the present join; one for an earlier join is dropped without a reply. A message
     * without a join_ref is current, and so is every message if the join had none: Elixir's phoenix_client joins
     * without a join_ref and then sends one.
     */
    private static boolean isCurrent(ChannelMember channel, @Nullable Ref joinRef) {
        return joinRef == null || channel.joinRef() == null || joinRef.equals(channel.joinRef());
    }

    /** Identifies the connection in logs. */
    String connectionId() {
        return connection.id();
    }

    EventLoop loop() {
        return connection.loop();
    }

    Assigns assigns() {
        return client.assigns();
    }

    PubSub pubSub() {
        return context.pubSub();
    }

    SocketCounts counts() {
        return context.counts();
    }

    /** Any thread, which may see an older value. */
    long pendingBytes() {
        return connection.pendingBytes();
    }

    SocketConfig limits() {
        return context.limits();
    }

    /** Phoenix's socket id ({@link dev.beckon.channels.UserSocket#id}), shared by all sockets of one user; {@code null}: none. Any thread. */
    @Nullable
    String id() {
        return client.id();
    }

    /** Any thread. @return the reason to close the socket now; {@code null}: none */
    @Nullable
    CloseCode overdue(long idleTimeoutNanos, Instant now) {
        if (client.expiresAt() != null && !now.isBefore(client.expiresAt())) {
            return CloseCode.TOKEN_EXPIRED;
        }
        return System.nanoTime() - receivedNanos > idleTimeoutNanos ? CloseCode.IDLE : null;
    }

    /** {@code channel} is no longer on its topic; until {@link #over} its callbacks may still run. */
    void removed(String topic, ChannelMember channel) {
        if (channels.remove(topic, channel)) {
            ending = ending.isEmpty() ? new HashSet<>(2) : ending;
            ending.add(channel);
        }
    }

    void over(ChannelMember channel) {
        if (!ending.isEmpty()) {
            ending.remove(channel);
        }
    }

    Payload encode(Object payload) {
        return context.serializers().payload(payload);
    }

    void send(Outbound message) {
        send(client.serializer().encode(message));
    }

    void send(TopicBroadcast broadcast) {
        send(broadcast.frame(client.serializer()));
    }

    private void send(@Nullable Frame frame) {
        if (frame == null || frame instanceof Frame.Binary && !connection.takesBinary()) {
            context.counts().untold.increment();
        } else {
            context.counts().sent.increment();
            connection.send(frame);
        }
    }

    Uni<Integer> broadcast(String topic, String event, Object payload, @Nullable Subscriber from) {
        return context.pubSub().publish(new TopicBroadcast(topic, event, "", encode(payload), from));
    }
}
