package dev.beckon.channels.internal.transport;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.socket.Admitted;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.SocketCounts;
import dev.beckon.channels.internal.socket.SocketCounts.Refusal;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.netty.Netty;
import dev.beckon.netty.WebSocketUpgrade;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Refuses a connection before the upgrade, always with 403 and an empty body, as Phoenix does. */
@Singleton
final class UpgradeCheck implements HttpUpgradeCheck {

    private static final Logger LOG = Logger.getLogger(UpgradeCheck.class);
    private static final int BEFORE_ENDPOINTS = -1;
    private static final Uni<CheckResult> FORBIDDEN = CheckResult.rejectUpgrade(403);
    private static final Uni<CheckResult> BAD_REQUEST = CheckResult.rejectUpgrade(400);

    private final ClientAdmission admission;
    private final SocketConfig limits;
    private final SocketCounts counts;
    private final long maxMessageBytes;
    private final List<String> subprotocols;
    private final boolean fast;

    UpgradeCheck(ClientAdmission admission, SocketConfig limits, Sockets sockets,
            @ConfigProperty(name = Netty.FAST, defaultValue = "true") boolean fast,
            @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size", defaultValue = "262144") long maxMessageBytes,
            @ConfigProperty(name = "quarkus.websockets-next.server.supported-subprotocols", defaultValue = "phoenix") List<String> subprotocols) {
        this.admission = admission;
        this.limits = limits;
        this.counts = sockets.counts();
        this.maxMessageBytes = maxMessageBytes;
        this.subprotocols = List.copyOf(subprotocols);
        this.fast = fast;
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(WebSocketTransport.ENDPOINT);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        if (upgrade.httpRequest().headers().getAll("Host").size() > 1) {
            return BAD_REQUEST; // RFC 9112 §3.2: a proxy may have checked another one of them
        }
        return admit(upgrade.httpRequest())
                .chain(client -> client.map(admitted -> permit(upgrade, admitted)).orElse(FORBIDDEN));
    }

    /** @return empty: refused; never fails */
    Uni<Optional<Admitted>> admit(HttpServerRequest request) {
        List<String> offered = request.headers().getAll("Sec-WebSocket-Protocol");
        if (SubprotocolToken.offersOnlyUnknown(offered, subprotocols)) {
            counts.refusals().add(Refusal.SUBPROTOCOL); // phoenix, lib/phoenix/socket/transport.ex, check_subprotocols
            return Uni.createFrom().item(Optional.empty());
        }
        Optional<String> token;
        try {
            token = SubprotocolToken.read(offered);
        } catch (IllegalArgumentException notBase64) {
            counts.refusals().add(Refusal.TOKEN);
            return Uni.createFrom().item(Optional.empty());
        }
        return admission.admit(request, token);
    }

    private Uni<CheckResult> permit(HttpUpgradeContext upgrade, Admitted client) {
        WebSocketUpgrade connection = Netty.upgrade(upgrade.httpRequest(), maxMessageBytes, limits.closeTimeout(), fast, this::closing);
        upgrade.userData().put(Upgrade.KEY, new Upgrade(client, connection));
        return CheckResult.permitUpgrade();
    }

    private void closing(String connectionId, int code, String why) {
        counts.closes().add(switch (code) {
            case 1007 -> CloseCode.NOT_UTF8;
            case 1009 -> CloseCode.TOO_BIG;
            default -> CloseCode.PROTOCOL_ERROR;
        });
        LOG.infof("Connection %s: closing with %d, %s", connectionId, code, why);
    }

    /** Runs before the routes of endpoints, and after Quarkus's own handlers, one of which sets the identity. */
    void route(@Observes Router router) {
        if (fast) {
            router.route(WebSocketTransport.PATH).order(BEFORE_ENDPOINTS).handler(request -> {
                Netty.forgetIdentity(request);
                request.next();
            });
        }
    }

    /** The objects that an accepted request passes to its connection. */
    record Upgrade(Admitted client, WebSocketUpgrade connection) {

        static final TypedKey<Upgrade> KEY = new TypedKey<>("upgrade");
    }
}
