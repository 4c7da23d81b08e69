package dev.beckon.channels.transport;

import dev.beckon.channels.channel.ConnectInfo;
import dev.beckon.channels.channel.ConnectResult;
import dev.beckon.channels.channel.UserSocket;
import dev.beckon.channels.protocol.Serializer;
import dev.beckon.channels.protocol.Serializers;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Refuses a connection before the upgrade, always with 403 and an empty body, as Phoenix does: a protocol version that is
 * not spoken here, a page from elsewhere, or a client whom the application does not accept. Never fails, because Quarkus would log the request's
 * address with the token in it.
 */
@Singleton
final class UpgradeCheck implements HttpUpgradeCheck {

    private static final Logger LOG = Logger.getLogger(UpgradeCheck.class);

    private static final Uni<CheckResult> FORBIDDEN = CheckResult.rejectUpgrade(403);

    private final UserSocket userSocket;
    private final Serializers serializers;
    private final OriginCheck origins;

    UpgradeCheck(UserSocket userSocket, Serializers serializers, TransportConfig config) {
        this.userSocket = userSocket;
        this.serializers = serializers;
        this.origins = new OriginCheck(config.allowedOrigins());
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(WebSocketTransport.ENDPOINT);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        HttpServerRequest request = upgrade.httpRequest();
        if (!origins.isAllowed(request.getHeader("Origin"), request.authority() == null ? null : request.authority().host())) {
            return FORBIDDEN;
        }
        Map<String, String> params = lastValues(request.params());
        return serializers.forVersion(params.get("vsn"))
                .map(serializer -> Uni.createFrom().deferred(() -> userSocket.connect(client(request, params)))
                        .chain(result -> answer(upgrade, serializer, result))
                        .onFailure().recoverWithUni(UpgradeCheck::failed))
                .orElse(FORBIDDEN);
    }

    /** Without the failure's message, which may hold the token. */
    private static Uni<CheckResult> failed(Throwable failure) {
        LOG.errorf("A connection is refused because connect failed with %s at %s", failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "an unknown place" : failure.getStackTrace()[0]);
        return FORBIDDEN;
    }

    private static Uni<CheckResult> answer(HttpUpgradeContext upgrade, Serializer serializer, ConnectResult result) {
        return switch (result) {
            case ConnectResult.Refused() -> FORBIDDEN;
            case ConnectResult.Accepted(var assigns) -> {
                ConnectionBase tcp = (ConnectionBase) upgrade.httpRequest().connection();
                upgrade.userData().put(Upgrade.KEY, new Upgrade(assigns, serializer, tcp.channelHandlerContext()));
                yield CheckResult.permitUpgrade();
            }
        };
    }

    private static ConnectInfo client(HttpServerRequest request, Map<String, String> params) {
        List<String> protocols = request.headers().getAll("Sec-WebSocket-Protocol");
        return new ConnectInfo(params, SubprotocolToken.read(protocols.isEmpty() ? null : String.join(",", protocols)));
    }

    /** Of a repeated parameter the last counts. */
    private static Map<String, String> lastValues(MultiMap params) {
        Map<String, String> last = new HashMap<>();
        params.forEach(last::put);
        return last;
    }
}
