package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.internal.longpoll.LongPollResponse.Answer;
import dev.beckon.channels.internal.longpoll.LongPollTransport.SessionHost;
import dev.beckon.channels.internal.longpoll.SessionTokens.SessionToken;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Carries requests between the node that received them and the node that holds their session. Each node subscribes to a
 * topic of its own whose name only nodes can derive, and requests carry their session's signed token all the same. All
 * of it runs on one event loop.
 */
final class SessionRelay implements SessionHost, Subscriber {

    private static final Logger LOG = Logger.getLogger(SessionRelay.class);

    private final UUID node;
    private final SessionTokens tokens;
    private final PubSub pubSub;
    private final VertxLoop loop;
    private final RelayQuestions questions;
    private final RelayAnswers answers;

    SessionRelay(UUID node, LocalSessions sessions, SessionTokens tokens, PubSub pubSub, Vertx vertx, LongPollConfig config) {
        this.node = node;
        this.tokens = tokens;
        this.pubSub = pubSub;
        this.loop = VertxLoop.next(vertx);
        this.questions = new RelayQuestions(loop, config, this::send);
        this.answers = new RelayAnswers(loop, sessions, tokens, this::send);
    }

    void start() {
        loop.execute(() -> pubSub.subscribe(tokens.relayTopic(node), this).subscribe().with(_ -> {}));
    }

    void stop() {
        pubSub.unsubscribe(tokens.relayTopic(node), this);
    }

    @Override
    public Uni<Answer> poll(SessionToken token, UUID id) {
        return questions.ask(token.node(), id, new RelayMessage.Poll(id, node, tokens.sign(token)));
    }

    @Override
    public void lost(SessionToken token, UUID id) {
        loop.run(() -> send(token.node(), new RelayMessage.Lost(id, node, tokens.sign(token))));
    }

    @Override
    public Uni<Answer> post(SessionToken token, Post post) {
        UUID id = UUID.randomUUID();
        return questions.ask(token.node(), id, new RelayMessage.Submit(id, node, tokens.sign(token), post));
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        RelayMessage message;
        try {
            message = RelayMessage.of(broadcast);
        } catch (IllegalArgumentException e) {
            LOG.warnf("A message to this node's relay is dropped: %s", e.getMessage());
            return;
        }
        switch (message) {
            case RelayMessage.Poll poll -> answers.poll(poll);
            case RelayMessage.Submit submit -> answers.post(submit);
            case RelayMessage.Lost lost -> answers.lost(lost);
            case RelayMessage.Cancelled(var id) -> answers.cancel(id);
            case RelayMessage.Taken(var id) -> questions.taken(id);
            case RelayMessage.Answered(var id, var answer) -> questions.answered(id, answer);
        }
    }

    private void send(UUID to, RelayMessage message) {
        pubSub.publish(message.on(tokens.relayTopic(to)));
    }

    /**
     * Requests that other nodes have sent here. A session has one poll at a time, and each node bounds its POSTs, so
     * the number in progress is bounded too. Confined to the relay's event loop.
     */
    static final class RelayAnswers {

        private final Map<UUID, Cancellable> underWay = new HashMap<>();
        private final VertxLoop loop;
        private final LocalSessions sessions;
        private final SessionTokens tokens;
        private final BiConsumer<UUID, RelayMessage> sender;

        RelayAnswers(VertxLoop loop, LocalSessions sessions, SessionTokens tokens, BiConsumer<UUID, RelayMessage> sender) {
            this.loop = loop;
            this.sessions = sessions;
            this.tokens = tokens;
            this.sender = sender;
        }

        void poll(RelayMessage.Poll poll) {
            answer(poll.id(), poll.from(), poll.token(), token -> sessions.poll(token, poll.id()));
        }

        void lost(RelayMessage.Lost lost) {
            tokens.read(lost.token()).ifPresent(token -> sessions.lost(token, lost.id()));
        }

        void post(RelayMessage.Submit submit) {
            answer(submit.id(), submit.from(), submit.token(), token -> sessions.post(token, submit.post()));
        }

        void cancel(UUID id) {
            Cancellable request = underWay.remove(id);
            if (request != null) {
                request.cancel();
            }
        }

        /** Answers later even if the answer is ready, so that the request is in {@code underWay} before it ends. */
        private void answer(UUID id, UUID from, String token, Function<SessionToken, Uni<Answer>> request) {
            sender.accept(from, new RelayMessage.Taken(id));
            Uni<Answer> answer = tokens.read(token).map(request).orElseGet(() -> Uni.createFrom().item(Answer.GONE));
            underWay.put(id, answer.emitOn(loop).subscribe().with(ready -> {
                underWay.remove(id);
                sender.accept(from, new RelayMessage.Answered(id, ready));
            }));
        }
    }

    /**
     * Requests that wait for another node. A node counts as dead if it does not acknowledge a request in time, or
     * acknowledges it and then does not answer. Confined to the relay's event loop but for {@link #ask}.
     */
    static final class RelayQuestions {

        // Phoenix's pubsub_timeout_ms. A healthy node acknowledges within milliseconds.
        private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(2);

        private final Map<UUID, Asked> waiting = new HashMap<>();
        private final VertxLoop loop;
        private final LongPollConfig config;
        private final BiConsumer<UUID, RelayMessage> sender;

        RelayQuestions(VertxLoop loop, LongPollConfig config, BiConsumer<UUID, RelayMessage> sender) {
            this.loop = loop;
            this.config = config;
            this.sender = sender;
        }

        private record Asked(UniEmitter<? super Answer> client, Runnable timer) {}

        /** @param id the answer carries the same id */
        Uni<Answer> ask(UUID node, UUID id, RelayMessage message) {
            return Uni.createFrom().emitter(client -> loop.run(() -> ask(node, id, message, client)));
        }

        private void ask(UUID node, UUID id, RelayMessage message, UniEmitter<? super Answer> client) {
            if (waiting.size() >= config.maxRelayed()) {
                client.complete(Answer.INTERNAL_ERROR);
                return;
            }
            waiting.put(id, new Asked(client, loop.after(ACKNOWLEDGEMENT_TIMEOUT, () -> client.complete(Answer.GONE))));
            client.onTermination(() -> loop.run(() -> giveUp(id, node)));
            sender.accept(node, message);
        }

        void taken(UUID id) {
            waiting.computeIfPresent(id, (_, asked) -> {
                asked.timer().run();
                return new Asked(asked.client(), loop.after(config.window().plus(ACKNOWLEDGEMENT_TIMEOUT),
                        () -> asked.client().complete(Answer.GONE)));
            });
        }

        void answered(UUID id, Answer answer) {
            Asked asked = waiting.remove(id);
            if (asked != null) {
                asked.timer().run();
                asked.client().complete(answer);
            }
        }

        /** Does nothing if the request was answered. */
        private void giveUp(UUID id, UUID node) {
            Asked asked = waiting.remove(id);
            if (asked != null) {
                asked.timer().run();
                sender.accept(node, new RelayMessage.Cancelled(id));
            }
        }
    }
}
