package dev.beckon.channels.channel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.util.Set;

/**
 * The server side of one topic pattern, such as {@code notifications:*}. One instance serves every client, so it keeps no
 * state of its own; calls for one {@link Member} never overlap and run on its socket's event loop, which they must not
 * block. A failed {@link Uni} closes that member's channel with {@code phx_error}; use it for faults only, and answer
 * refusals with a result.
 */
public interface Channel {

    /** What is broadcast on the topic after {@link Member#subscribe} is delivered after the answer, in order. */
    Uni<JoinResult> join(Member member, JsonNode payload);

    /**
     * @param payload of a binary frame a {@link com.fasterxml.jackson.databind.node.BinaryNode}
     * @throws UnhandledEventException for an event this channel does not know
     */
    Uni<EventResult> handleIn(Member member, String event, JsonNode payload);

    /** Events whose broadcasts go through {@link #handleOut} for each member; all others are sent as shared bytes. */
    default Set<String> intercepts() {
        return Set.of();
    }

    /** Decides what one member gets of an intercepted broadcast: pass it to {@link Member#push}, changed or not, or not. */
    default Uni<Void> handleOut(Member member, TopicBroadcast broadcast) {
        member.push(broadcast);
        return Uni.createFrom().voidItem();
    }

    /**
     * As {@link #handleOut}, for what can be decided without waiting: makes no {@code Uni} and no context of its own. Asked first, on
     * the socket's event loop, whenever no callback of the member runs or waits; a failure ends the channel.
     *
     * @return false if nothing was done: then {@link #handleOut} decides
     */
    default boolean handleOutNow(Member member, TopicBroadcast broadcast) {
        return false;
    }

    /** A message of the application to this member, by {@link Member#send}. */
    default Uni<Void> handleInfo(Member member, Object message) {
        return Uni.createFrom().failure(new UnhandledEventException(message.getClass().getSimpleName()));
    }

    /** The member has joined before and is gone now. */
    default Uni<Void> terminate(Member member, TerminateReason reason) {
        return Uni.createFrom().voidItem();
    }
}
