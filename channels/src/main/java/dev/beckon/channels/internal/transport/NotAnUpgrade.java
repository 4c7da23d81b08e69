package dev.beckon.channels.internal.transport;

import dev.beckon.channels.internal.socket.Admitted;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers requests at the WebSocket's path that ask for no upgrade, which WebSockets Next does not handle: 403 if an
 * upgrade would be refused, else 400, as Phoenix does ({@code phoenix, lib/phoenix/transports/websocket.ex}). So a
 * probe without a token learns nothing.
 */
@Singleton
final class NotAnUpgrade {

    /** Runs after WebSockets Next's route. */
    private static final int ORDER = 1_000;

    private final UpgradeCheck check;

    NotAnUpgrade(UpgradeCheck check) {
        this.check = check;
    }

    void route(@Observes Router router) {
        router.route(WebSocketTransport.PATH).order(ORDER).handler(this::answer);
    }

    private void answer(RoutingContext request) {
        check.admit(request.request()).subscribe().with(
                client -> {
                    client.ifPresent(Admitted::settle);
                    request.response().setStatusCode(client.isPresent() ? 400 : 403).end();
                });
    }
}
