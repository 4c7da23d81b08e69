package dev.beckon.channels.internal.socket;

import static dev.beckon.channels.internal.socket.Mailbox.DONE;

import dev.beckon.channels.Channel;
import dev.beckon.channels.ChannelRouter.Route;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.OutResult;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Outbound.Close;
import dev.beckon.channels.internal.protocol.Outbound.Crash;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import dev.beckon.channels.internal.protocol.Ref;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One client on one topic, from its join to its end. Every callback goes through the member's mailbox, so callbacks
 * never overlap and messages that a client sends at once are handled in order, an asynchronous join first. Only
 * broadcasts that the channel does not intercept bypass the mailbox; those that arrive before the join is answered wait
 * for the answer.
 */
final class ChannelMember extends SocketMember {

    private static final Logger LOG = Logger.getLogger(ChannelMember.class);

    private final Channel channel;
    private final Mailbox mailbox;
    private boolean terminable;
    private @Nullable Ending ending;

    ChannelMember(Socket socket, Route route, Inbound.Join join) {
        super(socket, route, join);
        this.channel = route.channel();
        this.mailbox = new Mailbox(socket.loop(), Mailbox.MAX_WAITING, this::crashed);
    }

    @Override
    public void stop() {
        loop().run(() -> {
            if (!hasEnded()) {
                queue(null, this::stopNow);
            }
        });
    }

    @Override
    public void info(Object message) {
        loop().run(() -> {
            if (!hasEnded()) {
                queue(null, () -> mailbox.call(() -> channel.handleInfo(this, message)));
            }
        });
    }

    /** @param afterReply runs when the join is over, answered or not */
    void join(Inbound.Join join, Runnable afterReply) {
        mailbox.offer(() -> mailbox.call(() -> channel.join(this, join.payload()))
                .chain(result -> answer(join.ref(), result))
                .onFailure().invoke(failure -> {
                    LOG.errorf(failure, "Connection %s: join of %s failed; the client is refused and may try again", socket.connectionId(),
                            topic);
                    refuse(Reply.error(joinRef, join.ref(), topic, "join crashed")); // phoenix, lib/phoenix/channel/server.ex
                })
                .onFailure().recoverWithNull()
                .invoke(afterReply));
    }

    private Uni<Void> answer(@Nullable Ref ref, JoinResult result) {
        return switch (result) {
            case JoinResult.Refused(var response) -> {
                refuse(new Reply(joinRef, ref, topic, Status.ERROR, response));
                yield DONE;
            }
            case JoinResult.Joined(var response) -> subscribe().invoke(() -> {
                send(new Reply(joinRef, ref, topic, Status.OK, response));
                socket.counts().members.increment();
                terminable = true;
                joined();
            });
        };
    }

    private void refuse(Reply refusal) {
        send(refusal);
        remove();
        socket.over(this);
    }

    void handle(Inbound.Event event) {
        queue(event, () -> {
            handling(event.ref());
            CompletableFuture<EventResult> result = mailbox.start(() -> channel.handleIn(this, event.event(), event.payload()));
            return result.state() == State.SUCCESS
                    ? answer(event.ref(), result.resultNow())
                    : mailbox.uni(result).chain(late -> answer(event.ref(), late));
        });
    }

    private Uni<Void> answer(@Nullable Ref ref, EventResult result) {
        return switch (result) {
            case EventResult.NoReply() -> DONE;
            case EventResult.Reply reply -> {
                answer(ref, reply);
                yield DONE;
            }
            case EventResult.Stop(var reply) -> {
                if (reply != null) {
                    answer(ref, reply);
                }
                yield hasEnded() ? DONE : stopNow();
            }
        };
    }

    private void answer(@Nullable Ref ref, EventResult.Reply reply) {
        send(new Reply(channelRef, ref, topic, reply.status(), reply.response()));
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        if (hasEnded()) {
            return;
        }
        if (!channel.intercepts().contains(broadcast.event())) {
            pushNow(broadcast);
        } else if (ending != null) {
            ending.keep(broadcast, Mailbox.MAX_WAITING);
        } else if (mailbox.isIdle()) {
            handleOutNow(broadcast);
        } else {
            queue(null, () -> handleOut(broadcast));
        }
    }

    /** Runs outside the mailbox, which most answers do not need. */
    private void handleOutNow(TopicBroadcast broadcast) {
        try {
            OutResult result = channel.handleOut(this, broadcast);
            if (result instanceof OutResult.Later) {
                queue(null, () -> answer(broadcast, result));
            } else {
                answer(broadcast, result);
            }
        } catch (Throwable failure) { // an error, too, is the channel's fault and not the socket's
            queue(null, () -> Uni.createFrom().failure(failure));
        }
    }

    private Uni<Void> handleOut(TopicBroadcast broadcast) {
        return answer(broadcast, channel.handleOut(this, broadcast));
    }

    private Uni<Void> answer(TopicBroadcast broadcast, OutResult result) {
        switch (result) {
            case OutResult.Push() -> pushNow(broadcast);
            case OutResult.Changed(var event, var payload) -> push(event, payload);
            case OutResult.None() -> {}
            case OutResult.Later(var decision) -> {
                return mailbox.call(decision).chain(decided -> answer(broadcast, decided));
            }
        }
        return DONE;
    }

    /**
     * @param message handed back to the socket if this member has ended by the time its task runs: the next member on
     *     the topic answers it
     */
    private void queue(@Nullable Inbound message, Supplier<Uni<Void>> task) {
        boolean taken = mailbox.offer(() -> {
            if (!hasEnded()) {
                return task.get();
            }
            if (message != null) {
                socket.dispatch(message);
            }
            return DONE;
        });
        if (!taken) {
            overflow();
        }
    }

    void leave(Inbound.Leave leave) {
        queue(leave, () -> afterOwnBroadcasts(TerminateReason.LEFT, () -> {
            socket.send(Reply.ok(channelRef, leave.ref(), topic));
            socket.send(new Close(joinRef, topic));
        }));
    }

    private Uni<Void> stopNow() {
        return afterOwnBroadcasts(TerminateReason.STOPPED, () -> socket.send(new Close(joinRef, topic)));
    }

    private Uni<Void> crashed(Throwable failure) {
        LOG.errorf(failure, "Connection %s: the channel on %s failed; its client joins again", socket.connectionId(), topic);
        // If the member has ended already, it was for another reason, which counts.
        return hasEnded() ? DONE : afterOwnBroadcasts(TerminateReason.ERROR, () -> {});
    }

    private Uni<Void> afterOwnBroadcasts(TerminateReason reason, Runnable afterwards) {
        if (ending == null) {
            ending = new Ending(this);
        }
        return ending.afterOwnBroadcasts(this::handleOut, () -> {
            if (reason == TerminateReason.ERROR) {
                send(new Crash(joinRef, topic));
            }
            remove();
            return terminate(reason).invoke(afterwards);
        });
    }

    /** @return whether this member is ending and keeps {@code message} for the next member on the topic */
    boolean holds(Inbound message) {
        return ending != null && ending.holds(message);
    }

    void dispatch(List<Inbound> messages) {
        if (!socket.isClosing()) {
            messages.forEach(socket::dispatch);
        }
    }

    /** Ends at once: waiting tasks are dropped, and {@code terminate} runs after the present callback. */
    void end(TerminateReason reason) {
        remove();
        mailbox.finish(() -> terminate(reason));
    }

    @Override
    void overflow() {
        LOG.errorf("Connection %s: more than %d messages wait for the channel on %s; its client joins again", socket.connectionId(),
                Mailbox.MAX_WAITING, topic);
        send(new Crash(joinRef, topic));
        end(TerminateReason.ERROR);
    }

    private void remove() {
        ended();
        socket.removed(topic, this);
    }

    /** Calls the channel only for a member that has joined. */
    private Uni<Void> terminate(TerminateReason reason) {
        if (!terminable) {
            socket.over(this);
            return DONE;
        }
        terminable = false;
        socket.counts().members.decrement();
        return mailbox.call(() -> channel.terminate(this, reason))
                .onFailure().invoke(e -> LOG.errorf(e, "Connection %s: terminate on %s failed; the member is gone all the same",
                        socket.connectionId(), topic))
                .onFailure().recoverWithNull()
                .invoke(() -> socket.over(this));
    }

    /**
     * Runs {@code task} when the callbacks for all messages that the client has sent by now are over, however they
     * ended.
     */
    void afterPresent(Runnable task) {
        mailbox.mark(() -> {
            if (hasEnded()) {
                socket.afterPresent(topic, task); // messages behind the end went to the next member on this topic
            } else {
                task.run();
            }
        });
    }
}
