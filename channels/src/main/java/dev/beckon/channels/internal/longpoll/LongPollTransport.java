package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.internal.longpoll.LongPollResponse.Answer;
import dev.beckon.channels.internal.longpoll.Post.PostBody;
import dev.beckon.channels.internal.longpoll.Post.PostsUnderWay;
import dev.beckon.channels.internal.longpoll.Session.SessionContext;
import dev.beckon.channels.internal.longpoll.SessionTokens.SessionToken;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.signing.Hmac;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.internal.transport.ClientAdmission;
import dev.beckon.channels.internal.transport.MessageBound;
import dev.beckon.netty.VertxLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Phoenix's long polling over HTTP. Requests never fail here: Quarkus would log the address with the tokens in it, and
 * phoenix.js would not survive the answer.
 */
@Singleton
final class LongPollTransport {

    /** Age at which a session's token expires and its client has to open another; the same as for Phoenix's tokens. */
    private static final Duration TOKEN_MAX_AGE = Duration.ofDays(14);
    private static final Logger LOG = Logger.getLogger(LongPollTransport.class);
    private static final String PATH = "/socket/longpoll";

    private final UUID node = UUID.randomUUID();
    private final ClientAdmission admission;
    private final Sockets sockets;
    private final LongPollConfig config;
    private final SessionTokens tokens;
    private final LocalSessions sessions;
    private final SessionRelay relay;
    private final PostsUnderWay posts;

    LongPollTransport(ClientAdmission admission, Sockets sockets, PubSub pubSub, Vertx vertx, SocketConfig limits,
            MessageBound bound, LongPollConfig config) {
        checkBounds(bound, config);
        this.admission = admission;
        this.sockets = sockets;
        this.config = config;
        this.tokens = new SessionTokens(Hmac.of(config.secret()), TOKEN_MAX_AGE, InstantSource.system());
        this.sessions = new LocalSessions(
                node, sockets, new SessionContext(config, tokens, limits.maxPendingBytes().asLongValue(),
                        sockets.counts()));
        this.relay = new SessionRelay(node, sessions, tokens, pubSub, vertx, config);
        this.posts = new PostsUnderWay(config);
    }

    private static void checkBounds(MessageBound bound, LongPollConfig config) {
        long largest = config.maxBody().asLongValue();
        bound.require("channels.longpoll.max-body", largest);
        if (config.maxBodyBytes().asLongValue() < largest) {
            throw new IllegalStateException("channels.longpoll.max-body-bytes has to be at least channels.longpoll.max-body, or a POST of "
                    + "that size could never be read");
        }
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

    /** The only subscription in this transport. */
    private void handle(RoutingContext exchange) {
        VertxLoop loop = VertxLoop.current();
        LongPollRequest request = new LongPollRequest(exchange.request());
        LongPollResponse response = new LongPollResponse(exchange.request(), () -> lost(request));
        Cancellable answering = Uni.createFrom().deferred(() -> answer(request, response, loop))
                .onFailure().recoverWithItem(LongPollTransport::failed)
                .emitOn(loop::run)
                .subscribe().with(answer -> response.write(answer, loop, config.window()));
        if (!response.isOver()) {
            // An opening request runs to its end even if the client is gone: it releases what it acquired, and no refusal is dropped and logged.
            boolean opens = opens(request);
            exchange.addEndHandler(_ -> {
                if (!opens) {
                    answering.cancel();
                }
                response.over();
            });
        }
    }

    private void lost(LongPollRequest request) {
        if (request.http().method() == HttpMethod.GET) {
            request.sessionToken().flatMap(tokens::read).ifPresent(token -> host(token).lost(token, request.id()));
        }
    }

    private Uni<Answer> answer(LongPollRequest request, LongPollResponse response, VertxLoop loop) {
        HttpServerRequest http = request.http();
        if (!admission.isAllowedOrigin(http)) {
            return Uni.createFrom().item(Answer.FORBIDDEN);
        }
        return switch (http.method().name()) {
            case "GET" -> get(request, loop);
            case "POST" -> post(request, loop);
            case "OPTIONS" -> {
                response.preflight();
                yield Uni.createFrom().nothing();
            }
            default -> {
                response.badRequest();
                yield Uni.createFrom().nothing();
            }
        };
    }

    /**
     * Opens a session only for a client without one: a client whose session has ended has to notice that, and to
     * rejoin.
     */
    private Uni<Answer> get(LongPollRequest request, VertxLoop loop) {
        if (opens(request)) {
            return open(request, loop);
        }
        return request.sessionToken().flatMap(tokens::read)
                .map(token -> host(token).poll(token, request.id()))
                .orElseGet(() -> Uni.createFrom().item(Answer.GONE))
                .emitOn(loop::run)
                .map(answer -> answer.equals(Answer.GONE) ? Answer.ENDED : answer);
    }

    private boolean opens(LongPollRequest request) {
        return request.http().method() == HttpMethod.GET && request.sessionToken().filter(tokens::isSessionToken).isEmpty();
    }

    private Uni<Answer> open(LongPollRequest request, VertxLoop loop) {
        return admission.admit(request.http(), request.connectParams(), request.authToken())
                .emitOn(loop::run)
                .map(client -> client.map(admitted -> sessions.open(admitted, loop)).orElseGet(this::refused));
    }

    /** phoenix.js before 1.5 never polls again after 403, so a node that is full or stopping answers with 500. */
    private Answer refused() {
        return sockets.hasRoom() ? Answer.FORBIDDEN : Answer.INTERNAL_ERROR;
    }

    private Uni<Answer> post(LongPollRequest request, VertxLoop loop) {
        Optional<SessionToken> token = request.sessionToken().flatMap(tokens::read);
        if (token.isEmpty()) {
            return Uni.createFrom().item(Answer.GONE);
        }
        long size = request.bodyBytes(config.maxBody().asLongValue());
        return refusal(token.get(), size)
                .map(answer -> Uni.createFrom().item(answer))
                .orElseGet(() -> new PostBody(request.http(), loop, config)
                        .read(body -> host(token.get()).post(token.get(), new Post(body, request.isInLines())))
                        .onTermination().invoke(() -> posts.end(token.get(), size)));
    }

    /** @return empty: the POST has begun; else the refusal, and the body must not be read */
    private Optional<Answer> refusal(SessionToken token, long size) {
        if (token.node().equals(node) && !sessions.has(token)) {
            return Optional.of(Answer.GONE);
        }
        if (size < 0 || size > config.maxBody().asLongValue()) {
            return Optional.of(Answer.TOO_BIG);
        }
        return posts.begin(token, size) ? Optional.empty() : Optional.of(Answer.TOO_MANY_POSTS);
    }

    private SessionHost host(SessionToken token) {
        return token.node().equals(node) ? sessions : relay;
    }

    /** Logs without the failure's message, which may hold a token. */
    private static Answer failed(Throwable failure) {
        LOG.errorf("A request is answered with 500 because of %s at %s", failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]);
        return Answer.INTERNAL_ERROR;
    }

    /**
     * Gives access to a session: the node that holds it, or the relay to that node. Answers {@link Answer#GONE} if it
     * is dead.
     */
    interface SessionHost {

        /**
         * Waits for messages; cancelled when the client is gone. Never fails.
         *
         * @param id identifies this poll alone
         */
        Uni<Answer> poll(SessionToken token, UUID id);

        /** The answer to poll {@code id} cannot have reached the client. */
        void lost(SessionToken token, UUID id);

        /** Completes when the posted messages are handled. Never fails. */
        Uni<Answer> post(SessionToken token, Post post);
    }

    /**
     * Reads the session's and the user's token from a request. Both are called {@code token} in the address: phoenix.js
     * appends the session's, so the last one is the session's and the first the user's. Never log it.
     *
     * @param id identifies this request alone
     */
    record LongPollRequest(HttpServerRequest http, UUID id) {

        private static final String TOKEN = "token";

        LongPollRequest(HttpServerRequest http) {
            this(http, UUID.randomUUID());
        }

        /** The session's token. A first request has only the user's, which this server has not signed. */
        Optional<String> sessionToken() {
            return Optional.ofNullable(http.getHeader("X-Phoenix-Longpoll-Token")).or(() -> {
                List<String> tokens = http.params().getAll(TOKEN);
                return tokens.isEmpty() ? Optional.empty() : Optional.of(tokens.getLast());
            });
        }

        /** The parameters for the application's {@code connect}: without the session's token. */
        MultiMap connectParams() {
            MultiMap params = MultiMap.caseInsensitiveMultiMap().addAll(http.params());
            List<String> tokens = params.getAll(TOKEN);
            return tokens.isEmpty() ? params : params.set(TOKEN, tokens.getFirst());
        }

        /** The user's token, from clients that keep it out of addresses. */
        Optional<String> authToken() {
            return Optional.ofNullable(http.getHeader("X-Phoenix-AuthToken"));
        }

        /** The body's size in bytes; {@code unknown} if the request does not declare it. */
        long bodyBytes(long unknown) {
            String length = http.getHeader("Content-Length");
            if (length == null) {
                return http.getHeader("Transfer-Encoding") == null && http.version() != HttpVersion.HTTP_2 ? 0 : unknown;
            }
            try {
                return Long.parseUnsignedLong(length);
            } catch (NumberFormatException e) {
                return unknown;
            }
        }

        boolean isInLines() {
            String type = http.getHeader("Content-Type");
            return type != null && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/x-ndjson");
        }

        @Override
        public String toString() {
            return "LongPollRequest[masked]";
        }
    }
}
