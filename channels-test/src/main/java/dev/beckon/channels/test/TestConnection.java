package dev.beckon.channels.test;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.SocketConnection;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A connection whose client is a test. Confined to its loop but for what it has recorded. */
final class TestConnection implements SocketConnection {

    private final TestLoop loop;
    private final Recording<Told> told = new Recording<>();
    private final Recording<CloseCode> closed = new Recording<>();
    private final List<Runnable> endings = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closing;

    TestConnection(TestLoop loop) {
        this.loop = loop;
    }

    Recording<Told> told() {
        return told;
    }

    Recording<CloseCode> closed() {
        return closed;
    }

    /** @param task runs on the loop when either side has closed; to be given before that */
    void onEnd(Runnable task) {
        endings.add(task);
    }

    /** The client is gone. As with a real transport, the socket is told later. */
    void lose() {
        if (!closing) {
            closing = true;
            loop.execute(() -> {
                endings.forEach(Runnable::run);
                ended.countDown();
            });
        }
    }

    void awaitEnd() {
        try {
            if (!ended.await(Patience.DEFAULT.forSomething().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("a connection did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }

    /** Of something that has to be done on the loop. */
    <T> T await(Supplier<Uni<? extends T>> task) {
        return Uni.createFrom().deferred(task).runSubscriptionOn(loop).await().atMost(Patience.DEFAULT.forSomething());
    }

    @Override
    public String id() {
        return "test";
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void send(Frame frame) {
        if (!closing) {
            told.add(Told.of(frame));
        }
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void close(CloseCode code, String why) {
        if (!closing) {
            closed.add(code);
            lose();
        }
    }
}
