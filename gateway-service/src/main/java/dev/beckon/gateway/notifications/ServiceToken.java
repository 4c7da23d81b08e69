package dev.beckon.gateway.notifications;

import dev.beckon.gateway.auth.BearerToken;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** This gateway's own token at notification-service, from a file that may be replaced at any time. Thread-safe. */
@Singleton
final class ServiceToken {

    private static final Logger LOG = Logger.getLogger(ServiceToken.class);

    private final Path file;
    private final Vertx vertx;
    private final long timer;
    private volatile BearerToken token;

    /** @throws IOException if there is no such file at start */
    ServiceToken(InboxConfig config, Vertx vertx) throws IOException {
        this.file = config.tokenFile();
        this.vertx = vertx;
        this.token = read();
        this.timer = vertx.setPeriodic(config.tokenRefresh().toMillis(), _ -> refresh());
    }

    BearerToken current() {
        return token;
    }

    private void refresh() {
        vertx.executeBlocking(this::read)
                .onSuccess(fresh -> token = fresh)
                .onFailure(e -> LOG.warnf("The token file cannot be read; the old token stays: %s", e.getMessage()));
    }

    private BearerToken read() throws IOException {
        return new BearerToken(Files.readString(file).strip());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }
}
