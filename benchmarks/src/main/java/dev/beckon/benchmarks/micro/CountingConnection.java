package dev.beckon.benchmarks.micro;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.SocketConnection;

/** Where a transport would begin: counts the frames. Its loop is whoever calls. */
final class CountingConnection implements SocketConnection {

    private static final EventLoop CALLER = new EventLoop() {

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    };

    long frames;

    @Override
    public String id() {
        return "counting";
    }

    @Override
    public EventLoop loop() {
        return CALLER;
    }

    @Override
    public void send(Frame frame) {
        frames++;
    }

    @Override
    public boolean isClosing() {
        return false;
    }

    @Override
    public void close(CloseCode code, String why) {
        throw new IllegalStateException("closed with " + code + ": " + why);
    }
}
