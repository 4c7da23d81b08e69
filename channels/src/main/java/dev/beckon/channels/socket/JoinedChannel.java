package dev.beckon.channels.socket;

import static dev.beckon.channels.socket.Mailbox.DONE;

import dev.beckon.channels.channel.ChannelRouter.Route;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.TerminateReason;
import dev.beckon.channels.protocol.Inbound;
import dev.beckon.channels.protocol.Outbound.Close;
import dev.beckon.channels.protocol.Outbound.Crash;
import dev.beckon.channels.protocol.Outbound.Reply;
import dev.beckon.channels.protocol.Outbound.Status;
import dev.beckon.channels.protocol.Ref;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The life of one client on one topic, from its join to its end. Every callback goes through its mailbox, so they never
 * overlap and what a client writes at once is handled in order, an asynchronous join first. Only broadcasts that nobody
 * intercepts pass by the mailbox; those that come before the join is answered wait for the answer.
 */
final class JoinedChannel implements Subscriber {

    private static final Logger LOG = Logger.getLogger(JoinedChannel.class);

    private final Socket socket;
    private final String topic;
    private final @Nullable Ref joinRef;
    private final Mailbox mailbox;
    private final SocketMember member;
    private final Callbacks callbacks;
    private boolean joined;
    /** Messages that came while the last broadcasts were delivered; {@code null}: this is not about to end. */
    private @Nullable List<Inbound> held;

    JoinedChannel(Socket socket, Route route, Inbound.Join join) {
        this.socket = socket;
        this.topic = join.topic();
        this.joinRef = join.joinRef();
        this.mailbox = new Mailbox(socket.limits().maxQueuedMessages());
        this.member = new SocketMember(socket, join, route.subtopic(), this);
        this.callbacks = new Callbacks(route.channel(), member, socket.loop());
    }

    @Nullable Ref joinRef() {
        return joinRef;
    }

    String topic() {
        return topic;
    }

    @Override
    public EventLoop loop() {
        return socket.loop();
    }

    /** @param afterReply runs when the join is over, answered or not */
    void join(Inbound.Join join, Runnable afterReply) {
        mailbox.offer(() -> callbacks.join(join.payload())
                .chain(result -> answer(join.ref(), result))
                .onFailure().invoke(failure -> joinCrashed(join.ref(), failure))
                .onFailure().recoverWithNull()
                .invoke(afterReply));
    }

    void handle(Inbound.Event event) {
        queue(event, () -> {
            member.handling(event.ref());
            return callbacks.handleIn(event.event(), event.payload(), result -> answer(event.ref(), result));
        });
    }

    void leave(Inbound.Leave leave) {
        queue(leave, () -> lastBroadcasts().chain(() -> {
            if (member.hasEnded()) {
                socket.dispatch(leave);
                dispatchHeld();
                return DONE;
            }
            remove();
            return thenDispatchHeld(terminate(TerminateReason.LEFT).invoke(() -> {
                socket.send(Reply.ok(member.channelRef(), leave.ref(), topic));
                socket.send(new Close(joinRef, topic));
            }));
        }));
    }

    /** @return whether this channel is about to end and keeps {@code message} for what comes after it on its topic */
    boolean holds(Inbound message) {
        if (held == null) {
            return false;
        }
        if (held.size() >= socket.limits().maxQueuedMessages()) {
            overflow();
            return true;
        }
        held.add(message);
        return true;
    }

    /** Behind what {@code ending} sends at once, but without waiting for a {@code terminate} that takes time. */
    private Uni<Void> thenDispatchHeld(Uni<Void> ending) {
        return Uni.combine().all().unis(ending, DONE.invoke(this::dispatchHeld)).discardItems();
    }

    private void dispatchHeld() {
        List<Inbound> messages = held == null ? List.of() : held;
        held = null;
        messages.forEach(socket::dispatch);
    }

    /**
     * What this client has broadcast before its channel ends reaches itself, too: such broadcasts are tasks on the loop by now,
     * or wait in the mailbox for {@code handleOut}.
     */
    private Uni<Void> lastBroadcasts() {
        held = new ArrayList<>(0);
        return Uni.createFrom().<Void>emitter(turn -> socket.loop().execute(() -> turn.complete(null)))
                .chain(() -> {
                    Uni<Void> handled = DONE;
                    for (Intercepted broadcast : mailbox.takeAll(Intercepted.class)) {
                        handled = handled.chain(broadcast::get);
                    }
                    return handled;
                });
    }

    /** {@code handleOut} of one broadcast, as a task of the mailbox. */
    private record Intercepted(JoinedChannel by, TopicBroadcast broadcast) implements Supplier<Uni<Void>> {

        @Override
        public Uni<Void> get() {
            return by.member.hasEnded() ? DONE : by.crashingOnFailure(() -> by.callbacks.handleOut(broadcast));
        }
    }

    /** Ends normally after the present callback; what waits by then finds nobody. */
    void stop() {
        if (!member.hasEnded()) {
            queue(null, this::stopNow);
        }
    }

    private Uni<Void> stopNow() {
        return lastBroadcasts().chain(() -> {
            if (member.hasEnded()) {
                dispatchHeld();
                return DONE;
            }
            remove();
            return thenDispatchHeld(
                    terminate(TerminateReason.STOPPED).invoke(() -> socket.send(new Close(joinRef, topic))));
        });
    }

    /** Ends at once: what waits is dropped, and {@code terminate} runs after the present callback. */
    void end(TerminateReason reason) {
        held = null;
        remove();
        mailbox.finish(() -> terminate(reason));
    }

    /** Runs {@code task} when the callbacks of all that the client has said by now are over, however they ended. */
    void afterPresent(Runnable task) {
        mailbox.mark(() -> {
            if (member.hasEnded()) {
                socket.afterPresent(topic, task); // what waited behind the end went to the next channel of this topic
            } else {
                task.run();
            }
        });
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        if (member.hasEnded()) {
            return;
        }
        if (!callbacks.intercepts(broadcast)) {
            member.tell(broadcast);
        } else if (!mailbox.isIdle() || !handledNow(broadcast)) {
            offer(new Intercepted(this, broadcast));
        }
    }

    private boolean handledNow(TopicBroadcast broadcast) {
        try {
            return callbacks.handleOutNow(broadcast);
        } catch (RuntimeException failure) {
            queue(null, () -> Uni.createFrom().failure(failure));
            return true;
        }
    }

    void info(Object message) {
        if (!member.hasEnded()) {
            queue(null, () -> callbacks.handleInfo(message));
        }
    }

    /** @param message handed back to the socket if this has ended by then: the answer is not ours to give */
    private void queue(@Nullable Inbound message, Supplier<Uni<Void>> task) {
        offer(() -> {
            if (!member.hasEnded()) {
                return crashingOnFailure(task);
            }
            if (message != null) {
                socket.dispatch(message);
            }
            return DONE;
        });
    }

    private void offer(Supplier<Uni<Void>> task) {
        if (!mailbox.offer(task)) {
            overflow();
        }
    }

    private Uni<Void> crashingOnFailure(Supplier<Uni<Void>> task) {
        try {
            Uni<Void> outcome = task.get();
            return outcome == DONE ? DONE : outcome.onFailure().recoverWithUni(this::crashed);
        } catch (Throwable failure) { // an error, too, is the channel's and not the socket's
            return crashed(failure);
        }
    }

    private Uni<Void> answer(@Nullable Ref ref, JoinResult result) {
        return switch (result) {
            case JoinResult.Refused(var response) -> {
                member.send(new Reply(joinRef, ref, topic, Status.ERROR, response));
                remove();
                over();
                yield DONE;
            }
            case JoinResult.Joined(var response) -> member.subscribe().invoke(() -> {
                member.send(new Reply(joinRef, ref, topic, Status.OK, response));
                joined = true;
                socket.counts().members.increment();
                member.joined();
            });
        };
    }

    private Uni<Void> answer(@Nullable Ref ref, EventResult result) {
        return switch (result) {
            case EventResult.NoReply() -> DONE;
            case EventResult.Reply reply -> {
                reply(ref, reply);
                yield DONE;
            }
            case EventResult.Stop(var reply) -> {
                if (reply != null) {
                    reply(ref, reply);
                }
                yield member.hasEnded() ? DONE : stopNow();
            }
        };
    }

    private void reply(@Nullable Ref ref, EventResult.Reply reply) {
        member.send(new Reply(member.channelRef(), ref, topic, reply.status(), reply.response()));
    }

    /** Phoenix's own words: {@code lib/phoenix/channel/server.ex}. */
    private void joinCrashed(@Nullable Ref ref, Throwable failure) {
        LOG.errorf(failure, "Connection %s: join of %s failed", socket.id(), topic);
        member.send(Reply.error(joinRef, ref, topic, "join crashed"));
        remove();
        over();
    }

    private Uni<Void> crashed(Throwable failure) {
        LOG.errorf(failure, "Connection %s: the channel on %s failed", socket.id(), topic);
        if (member.hasEnded()) {
            return DONE; // what ended it meanwhile terminates it too, with the better reason
        }
        crash();
        return terminate(TerminateReason.ERROR);
    }

    void overflow() {
        LOG.errorf("Connection %s: the channel on %s is gone, more than %d messages wait", socket.id(), topic,
                socket.limits().maxQueuedMessages());
        crash();
        mailbox.finish(() -> terminate(TerminateReason.ERROR));
    }

    private void crash() {
        member.send(new Crash(joinRef, topic));
        remove();
    }

    private void remove() {
        member.end();
        socket.removed(topic, this);
    }

    /** Only who has joined is told; a failure here has nobody left to tell but the log. */
    private Uni<Void> terminate(TerminateReason reason) {
        if (!joined) {
            over();
            return DONE;
        }
        joined = false;
        socket.counts().members.decrement();
        return callbacks.terminate(reason)
                .onFailure().invoke(e -> LOG.errorf(e, "Connection %s: terminate on %s failed", socket.id(), topic))
                .onFailure().recoverWithNull()
                .invoke(this::over);
    }

    /** No callback runs or will run any more. */
    private void over() {
        socket.over(this);
    }
}
