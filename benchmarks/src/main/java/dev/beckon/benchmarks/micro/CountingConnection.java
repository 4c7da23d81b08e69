package dev.beckon.benchmarks.micro;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.socket.SocketConnection;
import dev.beckon.netty.EventLoop;

/** Replaces a transport: counts the frames. Its loop is the caller's thread. */
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
