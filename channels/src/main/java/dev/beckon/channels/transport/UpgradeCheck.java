package dev.beckon.channels.transport;

import dev.beckon.channels.socket.Admitted;
import dev.beckon.channels.socket.Refusal;
import dev.beckon.channels.socket.SocketConfig;
import dev.beckon.channels.socket.SocketCounts;
import dev.beckon.channels.socket.Sockets;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a connection before the upgrade, always with 403 and an empty body, as Phoenix does. */
@Singleton
final class UpgradeCheck implements HttpUpgradeCheck {

    private static final Uni<CheckResult> FORBIDDEN = CheckResult.rejectUpgrade(403);
    private static final Uni<CheckResult> BAD_REQUEST = CheckResult.rejectUpgrade(400);

    private final Admission admission;
    private final SocketConfig limits;
    private final SocketCounts counts;
    private final long maxMessageBytes;
    private final List<String> subprotocols;
    private final boolean direct;

    UpgradeCheck(Admission admission, SocketConfig limits, Sockets sockets, TransportConfig config,
            @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size", defaultValue = "262144")
            long maxMessageBytes,
            @ConfigProperty(name = "quarkus.websockets-next.server.supported-subprotocols", defaultValue = "phoenix")
            List<String> subprotocols) {
        this.admission = admission;
        this.limits = limits;
        this.counts = sockets.counts();
        this.maxMessageBytes = maxMessageBytes;
        this.subprotocols = List.copyOf(subprotocols);
        this.direct = config.direct();
    }

    @Override
    public boolean appliesTo(String endpointId) {
        return endpointId.equals(WebSocketTransport.ENDPOINT);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        if (upgrade.httpRequest().headers().getAll("Host").size() > 1) {
            return BAD_REQUEST; // RFC 9112 §3.2: which of them a proxy has looked at, nobody knows
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
        ChannelHandlerContext tcp = ((ConnectionBase) upgrade.httpRequest().connection()).channelHandlerContext();
        FrameErrors errors = FrameErrors.handle(tcp, limits.closeTimeout(), maxMessageBytes, counts);
        DirectInput input = null;
        if (direct) {
            input = DirectInput.handle(tcp, maxMessageBytes);
            HandshakeRemains.dropFrom(upgrade.httpRequest(), tcp);
        }
        ContextInternal context = (ContextInternal) Vertx.currentContext();
        upgrade.userData().put(Upgrade.KEY, new Upgrade(client, context, tcp, errors, input));
        return CheckResult.permitUpgrade();
    }
}
