package dev.beckon.channels.test;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Ref;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.socket.Socket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One client's connection, from {@link TestSockets#connect}. Like a real client it waits only when asked to. */
public final class TestSocket implements AutoCloseable {

    private final TestConnection connection;
    private final Socket socket;
    private final PubSub pubSub;
    private final Payloads payloads;
    private final Supplier<Patience> patience;
    private final AtomicInteger refs = new AtomicInteger();

    TestSocket(TestConnection connection, Socket socket, PubSub pubSub, Payloads payloads, Supplier<Patience> patience) {
        this.connection = connection;
        this.socket = socket;
        this.pubSub = pubSub;
        this.payloads = payloads;
        this.patience = patience;
    }

    /** Asks to join; assert the outcome with {@link TestChannel#assertJoined} or {@link TestChannel#assertRefused}. */
    public TestChannel join(String topic, Object payload) {
        TopicSpy spy = new TopicSpy(connection.loop());
        connection.onEnd(() -> pubSub.unsubscribe(topic, spy));
        connection.await(() -> pubSub.subscribe(topic, spy));
        String joinRef = nextRef();
        say(joinRef, joinRef, topic, "phx_join", payload);
        return new TestChannel(this, topic, joinRef, spy);
    }

    /** Joins, and asserts that the channel accepts. */
    public TestChannel subscribeAndJoin(String topic, Object payload) {
        TestChannel channel = join(topic, payload);
        channel.assertJoined();
        return channel;
    }

    public TestChannel subscribeAndJoin(String topic) {
        return subscribeAndJoin(topic, Map.of());
    }

    /** The server closes the connection, with this code. */
    public void assertClosed(CloseCode code) {
        patience().expect("close " + code, connection.closed(), code::equals);
    }

    /** Drops the client without sending its channels a leave. */
    @Override
    public void close() {
        connection.loop().execute(connection::lose);
    }

    /** Waits until everything that {@link #close} causes on this node has happened. */
    void awaitEnd() {
        connection.awaitEnd();
    }

    PushRef say(String joinRef, String topic, String event, Object payload) {
        return say(joinRef, nextRef(), topic, event, payload);
    }

    private PushRef say(String joinRef, String ref, String topic, String event, Object payload) {
        Inbound message = Inbound.of(quoted(joinRef), quoted(ref), topic, event, payloads.tree(payload));
        connection.loop().execute(() -> {
            if (!socket.isClosing()) {
                socket.receive(message);
            }
        });
        return new PushRef(this, ref, event);
    }

    void publish(TopicBroadcast broadcast) {
        pubSub.publish(broadcast);
    }

    Recording<Received> received() {
        return connection.received();
    }

    Payloads payloads() {
        return payloads;
    }

    Patience patience() {
        return patience.get();
    }

    private String nextRef() {
        return Integer.toString(refs.incrementAndGet());
    }

    private static Ref quoted(String ref) {
        return new Ref('"' + ref + '"');
    }
}
