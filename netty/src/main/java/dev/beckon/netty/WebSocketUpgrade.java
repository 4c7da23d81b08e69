package dev.beckon.netty;

import io.vertx.core.impl.ContextInternal;
import org.jspecify.annotations.Nullable;

/**
 * A connection between the request that asks for a WebSocket and the WebSocket, from {@link Netty#upgrade}. Do not keep it: it
 * refers to the request's context.
 */
public final class WebSocketUpgrade {

    private final TcpConnection tcp;
    private final @Nullable ContextInternal request;
    private final FrameErrors errors;
    private final @Nullable DirectInput input;

    WebSocketUpgrade(TcpConnection tcp, @Nullable ContextInternal request, FrameErrors errors, @Nullable DirectInput input) {
        this.tcp = tcp;
        this.request = request;
        this.errors = errors;
        this.input = input;
    }

    public TcpConnection tcp() {
        return tcp;
    }

    /** Whether the listener given to {@link #opened} gets the messages, rather than WebSockets Next's endpoint. */
    public boolean isDirect() {
        return input != null;
    }

    /**
     * Call in the context of the endpoint's first callback.
     *
     * @param connectionId for {@link FrameErrors.Listener}
     * @param onPart runs for each frame that is no message, no ping and no close: a non-final fragment, or a pong
     */
    public void opened(String connectionId, Runnable onPart, DirectInput.Listener listener) {
        errors.opened(connectionId, onPart);
        if (input != null && request != null) {
            HandshakeState.drop(tcp.last().pipeline(), request, VertxLoop.callback());
            input.opened(tcp.last(), listener);
        }
    }
}
