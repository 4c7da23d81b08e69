package dev.beckon.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import java.util.Set;

/**
 * The server side of one topic pattern, such as {@code notifications:*}. One instance serves every client, so it keeps no
 * state of its own; calls for one {@link Member} never overlap and run on its socket's event loop, which they must not
 * block. A failed {@link Uni} closes that member's channel with {@code phx_error}; use it for faults only, and answer
 * refusals with a result.
 */
public interface Channel {

    /** Broadcasts on the topic after {@link Member#subscribe} are delivered after the answer, in order. */
    Uni<JoinResult> join(Member member, JsonNode payload);

    /**
     * @param payload of a binary frame a {@link com.fasterxml.jackson.databind.node.BinaryNode}
     * @throws UnhandledEventException for an event that this channel does not handle
     */
    Uni<EventResult> handleIn(Member member, String event, JsonNode payload);

    /**
     * Events whose broadcasts go through {@link #handleOut} for each member. All members share the bytes of other
     * broadcasts.
     */
    default Set<String> intercepts() {
        return Set.of();
    }

    /**
     * Decides what one member gets of an intercepted broadcast. Runs on the socket's event loop, never while another
     * callback of the member runs or waits, and without a Vert.x context of its own; a failure ends the channel.
     */
    default OutResult handleOut(Member member, TopicBroadcast broadcast) {
        return OutResult.push();
    }

    /**
     * Receives a message that the application sent to this member with {@link Member#info}, and broadcasts of other topics after
     * {@link Member#subscribe(String)}, each a {@link TopicBroadcast}.
     */
    default Uni<Void> handleInfo(Member member, Object message) {
        return Uni.createFrom().failure(new UnhandledEventException(message.getClass().getSimpleName()));
    }

    /** Runs after a member that had joined has left the topic. */
    default Uni<Void> terminate(Member member, TerminateReason reason) {
        return Uni.createFrom().voidItem();
    }
}
