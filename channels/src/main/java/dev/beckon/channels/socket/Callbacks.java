package dev.beckon.channels.socket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.TerminateReason;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An application's channel as one member's {@link JoinedChannel} calls it, on the socket's loop: a callback that throws and one
 * whose {@code Uni} fails are the same, each runs in a context of its own, and every outcome arrives on the loop. Most are there
 * when the callback returns, and need no operators of Mutiny on their way.
 */
record Callbacks(Channel channel, SocketMember member, EventLoop loop) {

    Uni<JoinResult> join(JsonNode payload) {
        return call(() -> channel.join(member, payload));
    }

    Uni<Void> handleIn(String event, JsonNode payload, Function<EventResult, Uni<Void>> then) {
        CompletableFuture<EventResult> outcome = start(() -> channel.handleIn(member, event, payload));
        return outcome.state() == State.SUCCESS ? then.apply(outcome.resultNow()) : uni(outcome).chain(then::apply);
    }

    Uni<Void> handleInfo(Object message) {
        return call(() -> channel.handleInfo(member, message));
    }

    boolean intercepts(TopicBroadcast broadcast) {
        return channel.intercepts().contains(broadcast.event());
    }

    boolean handleOutNow(TopicBroadcast broadcast) {
        return channel.handleOutNow(member, broadcast);
    }

    Uni<Void> handleOut(TopicBroadcast broadcast) {
        return call(() -> channel.handleOut(member, broadcast));
    }

    Uni<Void> terminate(TerminateReason reason) {
        return call(() -> channel.terminate(member, reason));
    }

    private <T> Uni<T> call(Supplier<Uni<T>> callback) {
        return Uni.createFrom().deferred(() -> uni(start(callback)));
    }

    private <T> Uni<T> uni(CompletableFuture<T> outcome) {
        return Uni.createFrom().completionStage(outcome).emitOn(loop::run);
    }

    private <T> CompletableFuture<T> start(Supplier<Uni<T>> callback) {
        Outcome<T> outcome = new Outcome<>(new CompletableFuture<>());
        loop.runApart(() -> {
            try {
                callback.get().subscribe().withSubscriber(outcome);
            } catch (Throwable failure) { // an error, too, is the channel's and not the socket's
                outcome.onFailure(failure);
            }
        });
        return outcome.future();
    }

    private record Outcome<T>(CompletableFuture<T> future) implements UniSubscriber<T> {

        @Override
        public void onSubscribe(UniSubscription subscription) {}

        @Override
        public void onItem(T item) {
            future.complete(item);
        }

        @Override
        public void onFailure(Throwable failure) {
            future.completeExceptionally(failure);
        }
    }
}
