package dev.beckon.channels.internal.eventstream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.internal.eventstream.EventStream.StreamContext;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Ref;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.socket.Admitted;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.SocketCounts.Refusal;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.internal.transport.ClientAdmission;
import dev.beckon.netty.VertxLoop;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events. A request is a socket that joins one topic by itself: admission, limits, drain and counts are those of
 * sockets, and what a member gets is the channel's business. Requests never fail here, because Quarkus would log them.
 */
@Singleton
final class EventStreamTransport {

    private static final Logger LOG = Logger.getLogger(EventStreamTransport.class);
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
    private static final Ref REF = new Ref("\"1\"");
    private static final String BEARER = "Bearer ";
    private static final MultiMap PARAMS = MultiMap.caseInsensitiveMultiMap().add("vsn", "2.0.0");

    private final ClientAdmission admission;
    private final EventStreamConfig config;
    private final StreamContext context;
    private final Serializer serializer;
    private final List<String> position;
    private final String topic;

    EventStreamTransport(ClientAdmission admission, Sockets sockets, Serializers serializers, SocketConfig limits,
            EventStreamConfig config) {
        this.admission = admission;
        this.config = config;
        this.context = new StreamContext(sockets, limits, keepAlive(limits.idleTimeout(), config));
        this.position = config.position().orElse(List.of());
        this.serializer = serializers.eventStream(position);
        this.topic = config.topic().orElse("");
        config.path().ifPresent(path -> checkTopic(path, topic));
    }

    private static void checkTopic(String path, String topic) {
        if (topic.isEmpty() || NAME.matcher(topic).results().anyMatch(name -> !path.contains(name.group()))) {
            throw new IllegalStateException(
                    "channels.event-stream.topic is '%s', but has to be a topic such as notifications:{user}, with names "
                            .formatted(topic) + "of channels.event-stream.path, which is " + path);
        }
    }

    private static Duration keepAlive(Duration idleTimeout, EventStreamConfig config) {
        Duration keepAlive = config.keepAlive().orElse(idleTimeout.dividedBy(2));
        if (keepAlive.compareTo(idleTimeout) >= 0) {
            throw new IllegalStateException("channels.event-stream.keep-alive is %s, but has to be below channels.socket.idle-timeout, %s: "
                    .formatted(keepAlive, idleTimeout) + "a stream counts as idle without a comment. Lower the first or raise the second.");
        }
        return keepAlive;
    }

    void register(@Observes Router router) {
        config.path().ifPresent(path -> router.route(NAME.matcher(path).replaceAll(":$1")).handler(this::handle));
    }

    private void handle(RoutingContext exchange) {
        switch (exchange.request().method().name()) {
            case "GET" -> open(exchange);
            case "OPTIONS" -> preflight(exchange.request());
            default -> refuse(exchange.response(), StreamRefusal.WRONG_METHOD);
        }
    }

    /** The only subscription in this transport. */
    private void open(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        VertxLoop loop = VertxLoop.current();
        AtomicReference<Refusal> why = new AtomicReference<>(Refusal.REFUSED);
        String token = bearer(request);
        request.response().putHeader("access-control-allow-origin", "*"); // pages of other origins are refused, and may read why
        admission.admit(request, PARAMS, Optional.of(token), why::set)
                .emitOn(loop::run)
                .subscribe().with(
                        client -> client.ifPresentOrElse(
                                admitted -> admitted(exchange, admitted, loop),
                                () -> refuse(request.response(), StreamRefusal.of(why.get(), !token.isEmpty()))),
                        failure -> {
                            LOG.errorf("A request for events is refused because of %s", failure.getClass().getName());
                            refuse(request.response(), StreamRefusal.FAILED);
                        });
    }

    private void admitted(RoutingContext exchange, Admitted client, VertxLoop loop) {
        Optional<ObjectNode> joined = joinPayload(exchange.request().getHeader("Last-Event-ID"));
        if (joined.isEmpty() || exchange.response().closed()) {
            client.settle();
            refuse(exchange.response(), StreamRefusal.WRONG_ID);
            return;
        }
        EventStream stream = new EventStream(exchange.request(), loop, context);
        exchange.addEndHandler(_ -> stream.gone());
        stream.open(client.with(serializer), new Inbound.Join(REF, REF, topic(exchange), joined.get()));
    }

    private String topic(RoutingContext exchange) {
        // a decoded value, which may have a $
        return NAME.matcher(topic).replaceAll(name -> Matcher.quoteReplacement(exchange.pathParam(name.group(1))));
    }

    /** @return empty: the id has not as many parts as a position */
    private Optional<ObjectNode> joinPayload(@Nullable String lastEventId) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        if (lastEventId == null || lastEventId.isEmpty() || position.isEmpty()) {
            return Optional.of(payload);
        }
        String[] values = lastEventId.split("\\.", -1);
        if (values.length != position.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < values.length; i++) {
            payload.put(position.get(i), values[i]);
        }
        return Optional.of(payload);
    }

    /** Only from the header: addresses are in logs. @return empty if there is none */
    private static String bearer(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? header.substring(BEARER.length()).strip() : "";
    }

    /** Answers a browser's preflight for a request with a token (CORS). */
    private void preflight(HttpServerRequest request) {
        if (!admission.isAllowedOrigin(request)) {
            refuse(request.response(), StreamRefusal.of(Refusal.ORIGIN, false));
            return;
        }
        request.response().putHeader("access-control-allow-origin", "*")
                .putHeader("access-control-allow-headers", "authorization, last-event-id, cache-control")
                .putHeader("access-control-allow-methods", "GET")
                .putHeader("access-control-max-age", "3600")
                .setStatusCode(204).end();
    }

    private static void refuse(HttpServerResponse response, StreamRefusal refusal) {
        if (!response.closed() && !response.ended()) {
            response.end(refusal.writeHead(response));
        }
    }
}
