package dev.beckon.channels.transport;

import dev.beckon.channels.channel.ConnectInfo;
import dev.beckon.channels.channel.ConnectResult;
import dev.beckon.channels.channel.UserSocket;
import dev.beckon.channels.protocol.Serializer;
import dev.beckon.channels.protocol.Serializers;
import dev.beckon.channels.socket.Admitted;
import dev.beckon.channels.socket.Newcomers.Place;
import dev.beckon.channels.socket.Refusal;
import dev.beckon.channels.socket.Sockets;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Decides who may open a socket, for every transport alike: a page from elsewhere, a version that is not spoken here, a
 * client whom the application does not accept or who is blocked may not, nor one too many. Never fails, because Quarkus would log the request's address with
 * the token in it.
 */
@Singleton
public final class Admission {

    private static final Logger LOG = Logger.getLogger(Admission.class);
    private static final Uni<Optional<Admitted>> REFUSED = Uni.createFrom().item(Optional.empty());

    private final UserSocket userSocket;
    private final Serializers serializers;
    private final OriginCheck origins;
    private final Sockets sockets;

    Admission(UserSocket userSocket, Serializers serializers, Sockets sockets, TransportConfig config) {
        this.userSocket = userSocket;
        this.serializers = serializers;
        this.sockets = sockets;
        this.origins = new OriginCheck(config.allowedOrigins());
    }

    /**
     * Call on the request's context; the answer comes there too, wherever the application has found it.
     *
     * @param authToken the token that came beside the address, if any
     * @return empty: refused
     */
    public Uni<Optional<Admitted>> admit(HttpServerRequest request, Optional<String> authToken) {
        return admit(request, request.params(), authToken);
    }

    /**
     * @param query the request's parameters without those that are the transport's own
     * @param authToken the token that came beside the address, if any
     * @return empty: refused
     */
    public Uni<Optional<Admitted>> admit(HttpServerRequest request, MultiMap query, Optional<String> authToken) {
        if (!sockets.hasRoom()) {
            return refused(sockets.isDraining() ? Refusal.DRAINING : Refusal.FULL);
        }
        if (!isAllowedOrigin(request)) {
            return refused(Refusal.ORIGIN);
        }
        Map<String, String> params = lastValues(query);
        return serializers.forVersion(params.get("vsn"))
                .map(serializer -> enter(request, new ConnectInfo(params, authToken), serializer))
                .orElseGet(() -> refused(Refusal.VERSION));
    }

    /** Before the application is asked, which verifies a token: nobody who waits has cost anything yet. */
    private Uni<Optional<Admitted>> enter(HttpServerRequest request, ConnectInfo client, Serializer serializer) {
        ContextInternal context = (ContextInternal) Vertx.currentContext();
        return sockets.newcomers().enter()
                .emitOn(task -> onContext(context, task))
                .chain(place -> {
                    if (place.isPresent() && request.response().closed()) { // it did not wait so long
                        place.get().leave();
                    } else if (place.isPresent() && sockets.isDraining()) {
                        place.get().leave();
                        return refused(Refusal.DRAINING);
                    } else if (place.isPresent()) {
                        return connect(client, serializer, place.get(), context);
                    }
                    return refused(Refusal.CROWD);
                });
    }

    private static void onContext(ContextInternal context, Runnable task) {
        if (Vertx.currentContext() == context) {
            task.run();
        } else {
            context.emit(_ -> task.run());
        }
    }

    public boolean isAllowedOrigin(HttpServerRequest request) {
        if (request.headers().getAll("Origin").size() > 1) {
            return false; // a browser sends one
        }
        return origins.isAllowed(request.getHeader("Origin"), request.authority() == null ? null : request.authority().host());
    }

    private Uni<Optional<Admitted>> connect(ConnectInfo client, Serializer serializer, Place place, ContextInternal context) {
        return Uni.createFrom().deferred(() -> userSocket.connect(client))
                .map(result -> answer(serializer, result, place))
                .onFailure().recoverWithItem(this::failed)
                .invoke(admitted -> {
                    if (admitted.isEmpty()) {
                        place.leave();
                    }
                })
                .emitOn(task -> context.emit(_ -> task.run()));
    }

    private Optional<Admitted> answer(Serializer serializer, ConnectResult result, Place place) {
        return switch (result) {
            case ConnectResult.Refused() -> {
                count(Refusal.REFUSED);
                yield Optional.empty();
            }
            case ConnectResult.Accepted(var assigns, var expiresAt) ->
                    Optional.of(new Admitted(assigns, serializer, userSocket.id(assigns).orElse(null), expiresAt, place))
                            .filter(this::mayOpen);
        };
    }

    private boolean mayOpen(Admitted client) {
        Refusal refusal = sockets.refusal(client.id());
        if (refusal != null) {
            count(refusal);
        }
        return refusal == null;
    }

    private Uni<Optional<Admitted>> refused(Refusal why) {
        count(why);
        return REFUSED;
    }

    private void count(Refusal why) {
        sockets.counts().refusals().add(why);
    }

    /** Without the failure's message, which may hold the token. */
    private Optional<Admitted> failed(Throwable failure) {
        count(Refusal.FAILED);
        LOG.errorf("A connection is refused because connect failed with %s at %s", failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]);
        return Optional.empty();
    }

    /** Of a repeated parameter the last counts. */
    private static Map<String, String> lastValues(MultiMap params) {
        Map<String, String> last = new HashMap<>();
        params.forEach(last::put);
        return last;
    }
}
