package dev.beckon.channels.internal.transport;

import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.protocol.Serializers;
import dev.beckon.channels.internal.socket.Admitted;
import dev.beckon.channels.internal.socket.MountedSocket;
import dev.beckon.channels.internal.socket.Newcomers.Place;
import dev.beckon.channels.internal.socket.SocketCounts.Refusal;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.internal.transport.OriginCheck.RefusedOrigins;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Decides for every transport which clients may open a socket. It refuses pages of other origins, unsupported versions,
 * clients that the application does not accept, blocked clients, and connections beyond a limit. Never fails, because
 * Quarkus would log the request's address with the token in it.
 */
@Singleton
public final class ClientAdmission {

    private static final Logger LOG = Logger.getLogger(ClientAdmission.class);
    private static final String BEARER = "Bearer ";
    private static final Uni<Optional<Admitted>> REFUSED = Uni.createFrom().item(Optional.empty());

    private final MountedSockets mounted;
    private final Serializers serializers;
    private final OriginCheck origins;
    private final RefusedOrigins refusedOrigins = new RefusedOrigins();
    private final TransportConfig config;
    private final Sockets sockets;

    ClientAdmission(MountedSockets mounted, Serializers serializers, Sockets sockets, TransportConfig config) {
        this.mounted = mounted;
        this.serializers = serializers;
        this.sockets = sockets;
        this.config = config;
        this.origins = new OriginCheck(config.allowedOrigins());
    }

    /**
     * Call on the request's context; the result arrives there too, on whatever thread the application completes.
     *
     * @param authToken the token from outside the address, if any
     * @return empty: refused
     */
    public Uni<Optional<Admitted>> admit(HttpServerRequest request, Optional<String> authToken) {
        return admit(request, request.params(), authToken);
    }

    /**
     * @param query the request's parameters without the transport's own
     * @param authToken the token from outside the address, if any
     * @return empty: refused
     */
    public Uni<Optional<Admitted>> admit(HttpServerRequest request, MultiMap query, Optional<String> authToken) {
        return admit(request, query, authToken, _ -> {});
    }

    /**
     * The same for a transport that answers with the reason.
     *
     * @param reason called once, before the result, if the client is refused; on any thread
     */
    public Uni<Optional<Admitted>> admit(HttpServerRequest request, MultiMap query, Optional<String> authToken, Consumer<Refusal> reason) {
        Consumer<Refusal> onRefusal = reason.andThen(sockets.counts().refusals()::add);
        if (!sockets.hasRoom()) {
            return refused(sockets.isDraining() ? Refusal.DRAINING : Refusal.FULL, onRefusal);
        }
        if (!isAllowedOrigin(request)) {
            return refused(Refusal.ORIGIN, onRefusal);
        }
        Map<String, String> params = lastValues(query);
        MountedSocket socket = mounted.current();
        return serializers.forVersion(params.get("vsn"))
                .map(serializer -> enter(request, new Applicant(socket, new ConnectInfo(params, authToken.or(() -> token(request, params))),
                        serializer, onRefusal)))
                .orElseGet(() -> refused(Refusal.VERSION, onRefusal));
    }

    /** @param onRefusal takes the reason */
    private record Applicant(MountedSocket socket, ConnectInfo info, Serializer serializer, Consumer<Refusal> onRefusal) {}

    /** Takes a slot before the application verifies the token, so that waiting clients have cost no work yet. */
    private Uni<Optional<Admitted>> enter(HttpServerRequest request, Applicant client) {
        Context context = Objects.requireNonNull(Vertx.currentContext()); // a request has a context
        return sockets.newcomers().enter()
                .emitOn(task -> onContext(context, task))
                .chain(place -> {
                    if (place.isPresent() && request.response().closed()) { // the client left while it waited
                        place.get().leave();
                    } else if (place.isPresent() && sockets.isDraining()) {
                        place.get().leave();
                        return refused(Refusal.DRAINING, client.onRefusal());
                    } else if (place.isPresent()) {
                        return connect(client, place.get(), context);
                    }
                    return refused(Refusal.CROWD, client.onRefusal());
                });
    }

    private static void onContext(Context context, Runnable task) {
        if (Vertx.currentContext() == context) {
            task.run();
        } else {
            context.runOnContext(_ -> task.run());
        }
    }

    public boolean isAllowedOrigin(HttpServerRequest request) {
        List<String> named = request.headers().getAll("Origin");
        boolean allowed = named.size() <= 1 && origins.isAllowed(named.isEmpty() ? null : named.getFirst(),
                request.authority() == null ? null : request.authority().host());
        if (!allowed) {
            refusedOrigins.add(String.join(",", named));
        }
        return allowed;
    }

    private Uni<Optional<Admitted>> connect(Applicant client, Place place, Context context) {
        return Uni.createFrom().deferred(() -> client.socket().userSocket().connect(client.info()))
                .map(result -> answer(client, result, place))
                .onFailure().recoverWithItem(failure -> failed(failure, client.onRefusal()))
                .invoke(admitted -> {
                    if (admitted.isEmpty()) {
                        place.leave();
                    }
                })
                .emitOn(task -> onContext(context, task));
    }

    private Optional<Admitted> answer(Applicant client, ConnectResult result, Place place) {
        return switch (result) {
            case ConnectResult.Refused() -> {
                client.onRefusal().accept(Refusal.REFUSED);
                yield Optional.empty();
            }
            case ConnectResult.Failed() -> {
                client.onRefusal().accept(Refusal.FAILED);
                yield Optional.empty();
            }
            case ConnectResult.Accepted accepted -> Optional.of(client.socket().admitted(accepted, client.serializer(), place))
                    .filter(admitted -> mayOpen(admitted, client.onRefusal()));
        };
    }

    private boolean mayOpen(Admitted client, Consumer<Refusal> onRefusal) {
        Refusal refusal = sockets.refusal(client.id());
        if (refusal != null) {
            onRefusal.accept(refusal);
        }
        return refusal == null;
    }

    private static Uni<Optional<Admitted>> refused(Refusal why, Consumer<Refusal> onRefusal) {
        onRefusal.accept(why);
        return REFUSED;
    }

    /** Logs without the failure's message, which may hold the token. */
    private static Optional<Admitted> failed(Throwable failure, Consumer<Refusal> onRefusal) {
        onRefusal.accept(Refusal.FAILED);
        LOG.errorf("A connection is refused because connect failed with %s at %s", failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]);
        return Optional.empty();
    }

    private Optional<String> token(HttpServerRequest request, Map<String, String> params) {
        return Stream.concat(
                config.tokenHeaders().stream().flatMap(List::stream).map(request::getHeader).filter(Objects::nonNull)
                        .map(ClientAdmission::withoutScheme),
                config.tokenParameters().stream().map(params::get).filter(Objects::nonNull))
                .findFirst();
    }

    /** RFC 6750 §2.1; the scheme's name is not case-sensitive. */
    private static String withoutScheme(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length()) ? header.substring(BEARER.length()).strip() : header;
    }

    /** The last value of a repeated parameter counts. */
    private static Map<String, String> lastValues(MultiMap params) {
        Map<String, String> last = new HashMap<>();
        params.forEach(last::put);
        return last;
    }
}
