package dev.beckon.verify.clients;

import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of a text frame together again; what breaks the contract ends the connection, as that failure. */
final class FrameListener implements WebSocket.Listener {

    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile boolean deaf;
    private final StringBuilder begun = new StringBuilder();
    private final Consumer<String> receiver;

    FrameListener(Consumer<String> receiver) {
        this.receiver = receiver;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence piece, boolean last) {
        if (deaf) {
            return null;
        }
        begun.append(piece);
        if (last) {
            String frame = begun.toString();
            begun.setLength(0);
            try {
                receiver.accept(frame);
            } catch (AssertionError broken) {
                closed.completeExceptionally(broken);
                webSocket.abort();
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        ended(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended(1006);
    }

    /** Takes nothing any more, not even from the network. */
    void deafen() {
        deaf = true;
    }

    void ended(int code) {
        closed.complete(code);
    }
}
