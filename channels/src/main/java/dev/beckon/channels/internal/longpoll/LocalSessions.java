package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.internal.longpoll.LongPollResponse.Answer;
import dev.beckon.channels.internal.longpoll.LongPollTransport.SessionHost;
import dev.beckon.channels.internal.longpoll.Session.SessionContext;
import dev.beckon.channels.internal.longpoll.SessionTokens.SessionToken;
import dev.beckon.channels.internal.socket.Admitted;
import dev.beckon.channels.internal.socket.Socket;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.netty.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The sessions of this node. Thread-safe: calls for a session run on that session's event loop. */
final class LocalSessions implements SessionHost {

    private final Map<UUID, Live> live = new ConcurrentHashMap<>();
    private final UUID node;
    private final Sockets sockets;
    private final SessionContext context;

    LocalSessions(UUID node, Sockets sockets, SessionContext context) {
        this.node = node;
        this.sockets = sockets;
        this.context = context;
    }

    private record Live(Session session, Socket socket) {}

    /** Call on {@code loop}, on which the session will run. */
    Answer open(Admitted client, VertxLoop loop) {
        UUID id = UUID.randomUUID();
        long user = context.tokens().userKey(client.id() == null ? id.toString() : client.id());
        Session session = new Session(
                new SessionToken(node, id, user, context.tokens().now(), 0), loop, context, _ -> closed(id, loop));
        live.put(id, new Live(session, sockets.open(session, client)));
        return Answer.opened(session.token(0));
    }

    /** Runs later, because the caller that closes a session may be in the middle of a callback. */
    private void closed(UUID id, VertxLoop loop) {
        loop.execute(() -> {
            Live ended = live.remove(id);
            if (ended != null) {
                sockets.closed(ended.socket());
            }
        });
    }

    boolean has(SessionToken token) {
        return live.containsKey(token.session());
    }

    @Override
    public Uni<Answer> poll(SessionToken token, UUID id) {
        return ask(token, (session, client) -> session.session().poll(token.received(), id, session.socket(), client));
    }

    @Override
    public void lost(SessionToken token, UUID id) {
        Live session = live.get(token.session());
        if (session != null) {
            session.session().loop().run(() -> session.session().lost(id));
        }
    }

    @Override
    public Uni<Answer> post(SessionToken token, Post post) {
        return ask(token, (session, client) -> session.session().post(token.received(), post, session.socket(), client));
    }

    private Uni<Answer> ask(SessionToken token, BiConsumer<Live, UniEmitter<? super Answer>> question) {
        Live session = live.get(token.session());
        if (session == null) {
            return Uni.createFrom().item(Answer.GONE);
        }
        return Uni.createFrom().emitter(client -> session.session().loop().run(() -> question.accept(session, client)));
    }
}
