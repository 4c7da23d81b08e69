package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.pubsub.EventLoop;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/** Frames through the public API of WebSockets Next, which keeps no count of what waits. */
final class NextOutput implements FrameOutput {

    private static final Logger LOG = Logger.getLogger(NextOutput.class);

    private final WebSocketConnection connection;
    private final EventLoop loop;
    private long pendingBytes;

    NextOutput(WebSocketConnection connection, EventLoop loop) {
        this.connection = connection;
        this.loop = loop;
    }

    @Override
    public void write(Frame frame) {
        int bytes = frame.sizeBytes();
        pendingBytes += bytes;
        send(frame).subscribe().with(_ -> written(bytes), failure -> {
            written(bytes);
            LOG.debugf("Connection %s: a frame was not written: %s", connection.id(), failure.getMessage());
        });
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    private Uni<Void> send(Frame frame) {
        return switch (frame) {
            case Frame.Text(var text, var utf8) -> connection.sendText(text);
            case Frame.Binary(var content) -> connection.sendBinary(content);
        };
    }

    private void written(int bytes) {
        loop.run(() -> pendingBytes -= bytes);
    }
}
