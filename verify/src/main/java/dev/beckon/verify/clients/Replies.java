package dev.beckon.verify.clients;

import dev.beckon.verify.clients.Message.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Who waits for which reply on one connection. Thread-safe. */
final class Replies {

    private final Map<String, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();

    /**
     * @param closed the end of the connection
     * @param send sends the message
     * @throws UncheckedIOException if the connection ends first, or there is no answer
     */
    Reply await(Message message, CompletableFuture<?> closed, Duration patience, Runnable send) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        waiting.put(message.ref(), reply);
        try {
            send.run();
            CompletableFuture.anyOf(reply, closed).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!reply.isDone()) {
                throw lost(message, null);
            }
            return reply.join();
        } catch (TimeoutException e) {
            throw lost(message, e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(message, e);
        } finally {
            waiting.remove(message.ref());
        }
    }

    void came(Message message) {
        CompletableFuture<Reply> reply = waiting.get(String.valueOf(message.ref()));
        if (reply != null) {
            reply.complete(message.reply());
        }
    }

    static UncheckedIOException lost(Message message, @Nullable Exception cause) {
        String what = cause instanceof TimeoutException
                ? "no reply to %s on %s".formatted(message.event(), message.topic())
                : "the connection ended before %s on %s was answered".formatted(message.event(), message.topic());
        return new UncheckedIOException(new IOException(what, cause));
    }
}
