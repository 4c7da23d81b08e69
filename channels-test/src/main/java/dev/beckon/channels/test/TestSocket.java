package dev.beckon.channels.test;

import dev.beckon.channels.protocol.Inbound;
import dev.beckon.channels.protocol.Ref;
import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.pubsub.TopicBroadcast;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.Socket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One client's connection, from {@link TestSockets#connect}. Like a real client it waits for nothing unless asked to. */
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

    /** Asks to join; {@link TestChannel#assertJoined} or {@link TestChannel#assertRefused} tells how that went. */
    public TestChannel join(String topic, Object payload) {
        TopicSpy spy = new TopicSpy(connection.loop());
        connection.onEnd(() -> pubSub.unsubscribe(topic, spy));
        connection.await(() -> pubSub.subscribe(topic, spy));
        String joinRef = nextRef();
        say(joinRef, joinRef, topic, "phx_join", payload);
        return new TestChannel(this, topic, joinRef, spy);
    }

    /** Joins and is let in. */
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

    /** The client is gone, without a word to its channels. */
    @Override
    public void close() {
        connection.loop().execute(connection::lose);
    }

    /** All that {@link #close} brings about on this node has happened. */
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

    Recording<Told> told() {
        return connection.told();
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
