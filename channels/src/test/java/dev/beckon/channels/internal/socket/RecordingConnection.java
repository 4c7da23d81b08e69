package dev.beckon.channels.internal.socket;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.netty.EventLoop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A transport that keeps the calls it gets, and whose client answers a close at once, as clients do. */
final class RecordingConnection implements SocketConnection {

    final List<String> frames = new CopyOnWriteArrayList<>();
    private final EventLoop loop;
    private volatile @Nullable CloseCode closed;
    private volatile long closedNanos;
    private Runnable onClose = () -> {};

    RecordingConnection(EventLoop loop) {
        this.loop = loop;
    }

    void onClose(Runnable task) {
        onClose = task;
        if (closed != null) {
            task.run();
        }
    }

    @Nullable
    CloseCode closed() {
        return closed;
    }

    long closedNanos() {
        return closedNanos;
    }

    @Override
    public String id() {
        return "recording";
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void send(Frame frame) {
        frames.add(((Frame.Text) frame).text());
    }

    @Override
    public boolean isClosing() {
        return closed != null;
    }

    @Override
    public void close(CloseCode code, String why) {
        if (closed == null) {
            closedNanos = System.nanoTime();
            closed = code;
            onClose.run();
        }
    }
}
