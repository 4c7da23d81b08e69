package dev.beckon.channels.socket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.TerminateReason;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * An application's channel as one member's {@link JoinedChannel} calls it: a callback that throws and one whose
 * {@code Uni} fails are the same, each runs in a context of its own, and every outcome arrives on the socket's loop.
 */
record Callbacks(Channel channel, SocketMember member, EventLoop loop) {

    Uni<JoinResult> join(JsonNode payload) {
        return call(() -> channel.join(member, payload));
    }

    Uni<EventResult> handleIn(String event, JsonNode payload) {
        return call(() -> channel.handleIn(member, event, payload));
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
        return Uni.createFrom().<T>deferred(callback::get).runSubscriptionOn(loop::runApart).emitOn(loop::run);
    }
}
