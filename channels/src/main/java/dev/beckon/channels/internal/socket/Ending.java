package dev.beckon.channels.internal.socket;

import static dev.beckon.channels.internal.socket.Mailbox.DONE;

import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.protocol.Inbound;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Holds messages and broadcasts that arrive while a member ends: intercepted broadcasts, which the member still gets,
 * and its client's messages, which are for the next member on the topic. Confined to the socket's event loop.
 */
final class Ending {

    private final ChannelMember member;
    private final Queue<TopicBroadcast> broadcasts = new ArrayDeque<>();
    private List<Inbound> messages = new ArrayList<>();
    private boolean over;

    Ending(ChannelMember member) {
        this.member = member;
    }

    void keep(TopicBroadcast broadcast, int max) {
        if (broadcasts.size() < max) {
            broadcasts.add(broadcast);
        }
    }

    /** Bounded by the messages of one read. @return false if the end is over: the message is not taken */
    boolean holds(Inbound message) {
        return !over && messages.add(message);
    }

    /**
     * Runs {@code end} when the member has received its own broadcasts, unless the member has ended otherwise
     * meanwhile. A broadcast reaches its members in a task of their event loop, and the next task of this loop runs
     * after that one.
     *
     * @param handleOut the mailbox would call it for these broadcasts only after the end
     */
    Uni<Void> afterOwnBroadcasts(Function<TopicBroadcast, Uni<Void>> handleOut, Supplier<Uni<Void>> end) {
        broadcasts.clear(); // left over if a broadcast's callback failed
        return Uni.createFrom().<Void>emitter(turn -> member.loop().execute(() -> turn.complete(null)))
                .chain(() -> handleNext(handleOut))
                .chain(() -> {
                    Uni<Void> ended = member.hasEnded() ? DONE : end.get();
                    over = true;
                    List<Inbound> held = messages;
                    messages = List.of();
                    member.dispatch(held);
                    return ended;
                });
    }

    private Uni<Void> handleNext(Function<TopicBroadcast, Uni<Void>> handleOut) {
        TopicBroadcast next = broadcasts.poll();
        return next == null || member.hasEnded() ? DONE : handleOut.apply(next).chain(() -> handleNext(handleOut));
    }
}
