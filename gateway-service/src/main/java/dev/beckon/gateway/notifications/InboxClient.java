package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.gateway.auth.User;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls notification-service: for a user with that user's own token, so that this gateway can do no more than the user
 * could. Every {@link Uni} fails with {@link InboxUnavailableException} only. Thread-safe.
 */
@Singleton
final class InboxClient {

    private final List<InboxApi> apis;
    private final AtomicInteger turn = new AtomicInteger();
    private final ServiceToken serviceToken;
    private final InboxConfig config;

    InboxClient(InboxConfig config, ServiceToken serviceToken, TlsConfigurationRegistry tls) {
        this.config = config;
        this.serviceToken = serviceToken;
        Optional<TlsConfiguration> trust = TlsConfiguration.from(tls, config.tlsConfigurationName()).or(tls::getDefault);
        this.apis = config.url().stream().map(url -> api(url, trust)).toList();
    }

    private InboxApi api(URI url, Optional<TlsConfiguration> trust) {
        QuarkusRestClientBuilder client = QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(config.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(config.deadline().toMillis(), TimeUnit.MILLISECONDS);
        trust.ifPresent(client::tlsConfiguration);
        return client.build(InboxApi.class);
    }

    /** @param positions at most {@link CatchUp#MAX_USERS}; answers come in their order */
    Uni<List<CatchUp.Difference>> catchUp(List<CatchUp.Position> positions) {
        return call(api -> api.catchUp(serviceToken.current().header(), positions));
    }

    Uni<NotificationPage> list(User user, @Nullable Long before, @Nullable Integer limit) {
        return call(api -> api.list(user.token().header(), segment(user), before, limit));
    }

    Uni<InboxState> markSeen(User user) {
        return call(api -> api.markSeen(user.token().header(), segment(user)));
    }

    Uni<InboxState> markRead(User user, List<UUID> ids) {
        return call(api -> api.markRead(user.token().header(), segment(user), new InboxRequest.Ids(ids)));
    }

    Uni<InboxState> markAllRead(User user, @Nullable Long upTo) {
        return call(api -> api.markAllRead(user.token().header(), segment(user), new InboxRequest.ReadAll(upTo)));
    }

    Uni<InboxState> archive(User user, List<UUID> ids) {
        return call(api -> api.archive(user.token().header(), segment(user), new InboxRequest.Ids(ids)));
    }

    private static String segment(User user) {
        return URLEncoder.encode(user.id(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> Uni<T> call(Function<InboxApi, Uni<T>> request) {
        Uni<T> attempt = Uni.createFrom().deferred(() -> request.apply(next()));
        Uni<T> anywhere = apis.size() == 1
                ? attempt
                : attempt.onFailure(InboxClient::isOfOneProcess).retry().atMost(apis.size() - 1L);
        return anywhere
                .ifNoItem().after(config.deadline()).fail()
                .onFailure().transform(InboxClient::unavailable);
    }

    /** Another one may be well, and every call may be made twice. */
    private static boolean isOfOneProcess(Throwable failure) {
        return failure instanceof ProcessingException
                || failure instanceof WebApplicationException refusal && refusal.getResponse().getStatus() == 503;
    }

    private InboxApi next() {
        return apis.get(Math.floorMod(turn.getAndIncrement(), apis.size()));
    }

    private static InboxUnavailableException unavailable(Throwable failure) {
        if (failure instanceof WebApplicationException refusal) {
            int status = refusal.getResponse().getStatus();
            return new InboxUnavailableException(reason(status), "notification-service answers " + status);
        }
        return new InboxUnavailableException("unavailable", failure.toString());
    }

    private static String reason(int status) {
        return switch (status) {
            case 401, 403 -> "unauthorized";
            case 408, 429 -> "unavailable";
            default -> status < 500 ? "invalid" : "unavailable";
        };
    }
}
