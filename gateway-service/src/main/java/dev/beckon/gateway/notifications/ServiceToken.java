package dev.beckon.gateway.notifications;

import dev.beckon.gateway.auth.BearerToken;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;

/** This gateway's own token for notification-service, from a file that operators may replace at any time. Thread-safe. */
@Singleton
final class ServiceToken {

    private static final Logger LOG = Logger.getLogger(ServiceToken.class);

    /** Well below the life of a token; the gateway uses a rotated one at most this late. */
    private static final Duration REFRESH = Duration.ofSeconds(30);

    private final Path file;
    private final Vertx vertx;
    private final long timer;
    private volatile BearerToken token;

    /** @throws IOException if the file does not exist at start */
    ServiceToken(InboxClientConfig config, Vertx vertx) throws IOException {
        this.file = config.tokenFile();
        this.vertx = vertx;
        this.token = read();
        this.timer = vertx.setPeriodic(REFRESH.toMillis(), _ -> refresh());
    }

    BearerToken current() {
        return token;
    }

    private void refresh() {
        vertx.executeBlocking(this::read)
                .onSuccess(fresh -> token = fresh)
                .onFailure(e -> LOG.warnf(
                        "The token file (gateway.inbox.token-file) cannot be read; the token read before stays in use: %s", e
                                .getMessage()));
    }

    private BearerToken read() throws IOException {
        return new BearerToken(Files.readString(file).strip());
    }

    @PreDestroy
    void stop() {
        vertx.cancelTimer(timer);
    }
}
