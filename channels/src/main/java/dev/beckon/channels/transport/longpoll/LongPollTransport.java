package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.pubsub.PubSub;
import dev.beckon.channels.socket.SocketConfig;
import dev.beckon.channels.socket.Sockets;
import dev.beckon.channels.transport.Admission;
import dev.beckon.channels.transport.ConnectionLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Phoenix's long polling over HTTP. Requests never fail here: Quarkus would log the address with the tokens in it, and
 * phoenix.js would not survive the answer.
 */
@Singleton
final class LongPollTransport {

    private static final Logger LOG = Logger.getLogger(LongPollTransport.class);
    private static final String PATH = "/socket/longpoll";
    private static final int SECRET_BYTES = 32;

    private final UUID node = UUID.randomUUID();
    private final Admission admission;
    private final LongPollConfig config;
    private final SessionTokens tokens;
    private final LocalSessions sessions;
    private final Relay relay;
    private final PostsUnderWay posts;

    LongPollTransport(Admission admission, Sockets sockets, PubSub pubSub, Vertx vertx, SocketConfig limits,
            LongPollConfig config) {
        this.admission = admission;
        this.config = config;
        this.tokens = new SessionTokens(secret(config), config.tokenMaxAge(), InstantSource.system());
        this.sessions = new LocalSessions(
                node, sockets, new SessionContext(config, tokens, limits.maxPendingBytes().asLongValue()));
        this.relay = new Relay(node, sessions, tokens, pubSub, vertx, config);
        this.posts = new PostsUnderWay(config.maxPosts());
    }

    private static byte[] secret(LongPollConfig config) {
        return config.secret().map(secret -> secret.getBytes(StandardCharsets.UTF_8)).orElseGet(() -> {
            byte[] random = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(random);
            return random;
        });
    }

    void register(@Observes Router router) {
        if (config.enabled()) {
            router.route(PATH).handler(this::handle);
        }
        if (isRelayed()) {
            relay.start();
        }
    }

    @PreDestroy
    void stop() {
        if (isRelayed()) {
            relay.stop();
        }
    }

    /** Without a common secret no other node could read a token of this one. */
    private boolean isRelayed() {
        return config.enabled() && config.secret().isPresent();
    }

    /** The one place that subscribes. */
    private void handle(RoutingContext exchange) {
        ConnectionLoop loop = ConnectionLoop.current();
        Cancellable answering = Uni.createFrom().deferred(() -> answer(exchange, loop))
                .onFailure().recoverWithItem(LongPollTransport::failed)
                .emitOn(loop::run)
                .subscribe().with(answer -> write(exchange, loop, answer));
        if (!exchange.response().ended()) {
            exchange.addEndHandler(_ -> answering.cancel());
        }
    }

    private Uni<Answer> answer(RoutingContext exchange, ConnectionLoop loop) {
        LongPollRequest request = new LongPollRequest(exchange.request());
        exchange.response().putHeader("access-control-allow-origin", "*");
        if (!admission.isAllowedOrigin(request.http())) {
            return Uni.createFrom().item(Answer.FORBIDDEN);
        }
        return switch (request.http().method().name()) {
            case "GET" -> get(request, loop);
            case "POST" -> post(request, loop);
            case "OPTIONS" -> preflight(exchange);
            default -> end(exchange, 400);
        };
    }

    private Uni<Answer> get(LongPollRequest request, ConnectionLoop loop) {
        return request.sessionToken().flatMap(tokens::read)
                .map(token -> host(token).poll(token))
                .orElseGet(() -> Uni.createFrom().item(Answer.GONE))
                .emitOn(loop::run)
                .chain(answer -> answer.equals(Answer.GONE) ? open(request, loop) : Uni.createFrom().item(answer));
    }

    private Uni<Answer> open(LongPollRequest request, ConnectionLoop loop) {
        return admission.admit(request.http(), request.connectParams(), request.authToken())
                .emitOn(loop::run)
                .map(client -> client.map(admitted -> sessions.open(admitted, loop)).orElse(Answer.FORBIDDEN));
    }

    private Uni<Answer> post(LongPollRequest request, ConnectionLoop loop) {
        Optional<SessionToken> token = request.sessionToken().flatMap(tokens::read);
        if (token.isEmpty()) {
            return Uni.createFrom().item(Answer.GONE);
        }
        UUID session = token.get().session();
        if (!posts.begin(session)) {
            return Uni.createFrom().item(Answer.TOO_MANY_POSTS);
        }
        return new PostBody(request.http(), loop, config)
                .read(body -> host(token.get()).post(token.get(), new Post(body, request.isInLines())))
                .onTermination().invoke(() -> posts.end(session));
    }

    private SessionHost host(SessionToken token) {
        return token.node().equals(node) ? sessions : relay;
    }

    private static Uni<Answer> preflight(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        exchange.response()
                .putHeader("access-control-allow-headers", String.join(", ", request.headers().getAll("access-control-request-headers")))
                .putHeader("access-control-allow-methods", "get, post, options")
                .putHeader("access-control-max-age", "3600");
        return end(exchange, 200);
    }

    /** An answer without a body, complete as it is. */
    private static Uni<Answer> end(RoutingContext exchange, int status) {
        exchange.response().setStatusCode(status).end();
        return Uni.createFrom().nothing();
    }

    private void write(RoutingContext exchange, ConnectionLoop loop, Answer answer) {
        HttpServerResponse response = exchange.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.putHeader("content-type", "application/json; charset=utf-8")
                .putHeader("cache-control", "no-store")
                .end(answer.json());
        if (!exchange.request().isEnded()) {
            loop.after(config.window(), () -> cut(exchange.request()));
        }
    }

    /**
     * The rest of a body that was answered before its end is read on and thrown away for a while: a connection closed at
     * once would take the answer from a client that is still sending (RFC 9112 §9.6).
     */
    private static void cut(HttpServerRequest request) {
        if (!request.isEnded() && !request.response().reset()) { // which ends a stream of HTTP/2
            request.connection().close();
        }
    }

    /** Without the failure's message, which may hold a token. */
    private static Answer failed(Throwable failure) {
        LOG.errorf("A request is answered with 500 because of %s at %s", failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]);
        return Answer.INTERNAL_ERROR;
    }
}
