package dev.beckon.channels.test;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.socket.SocketConnection;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.VertxLoop;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A connection whose client is a test. Confined to its loop, except for the recorded frames. */
final class TestConnection implements SocketConnection {

    private final VertxLoop loop;
    private final Recording<Received> received = new Recording<>();
    private final Recording<CloseCode> closed = new Recording<>();
    private final List<Runnable> endings = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean closing;

    TestConnection(VertxLoop loop) {
        this.loop = loop;
    }

    Recording<Received> received() {
        return received;
    }

    Recording<CloseCode> closed() {
        return closed;
    }

    /** @param task runs on the loop when either side has closed; call before that */
    void onEnd(Runnable task) {
        endings.add(task);
    }

    /** Drops the client. As with a real transport, the socket gets the end later. */
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

    /** Runs {@code task} on the loop and waits for its result. */
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
            received.add(Received.of(frame));
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
