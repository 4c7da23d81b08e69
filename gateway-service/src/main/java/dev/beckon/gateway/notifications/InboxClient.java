package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxAnswer;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.gateway.auth.User;
import dev.beckon.http.RoundRobin;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls notification-service, for a user with that user's own token, so that this gateway can do no more than the user could.
 * Every {@link Uni} fails with {@link UnavailableException} only. Thread-safe.
 */
@Singleton
final class InboxClient {

    /** Limit for one call; below the 10 s after which clients give up on a join or push. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private final RoundRobin<InboxApi> processes;
    private final ServiceToken serviceToken;

    InboxClient(InboxClientConfig config, ServiceToken serviceToken, TlsConfigurationRegistry tls) {
        this.serviceToken = serviceToken;
        Optional<TlsConfiguration> trust = TlsConfiguration.from(tls, config.tlsConfigurationName()).or(tls::getDefault);
        this.processes = new RoundRobin<>(config.url().stream().map(url -> api(url, trust)).toList(), DEADLINE);
    }

    /** notification-service did not do what this gateway asked. */
    static final class UnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        /** @param reason a stable word for clients to switch on */
        UnavailableException(String reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private InboxApi api(URI url, Optional<TlsConfiguration> trust) {
        QuarkusRestClientBuilder client = QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        trust.ifPresent(client::tlsConfiguration);
        return client.build(InboxApi.class);
    }

    /**
     * @param positions at most {@link CatchUp#MAX_USERS}
     * @return an answer for each position; {@code null} for a user whose database is away, while those of others are there
     */
    Uni<List<CatchUp.@Nullable Difference>> catchUp(List<CatchUp.Position> positions) {
        return call(api -> api.catchUp(serviceToken.current().header(), positions))
                .map(answers -> inOrder(positions, answers));
    }

    /** notification-service leaves out all positions of a user, or none. */
    static List<CatchUp.@Nullable Difference> inOrder(List<CatchUp.Position> positions, List<CatchUp.Difference> answers) {
        List<CatchUp.@Nullable Difference> inOrder = new ArrayList<>(positions.size());
        int next = 0;
        for (CatchUp.Position position : positions) {
            boolean answered = next < answers.size() && answers.get(next).user().equals(position.user());
            inOrder.add(answered ? answers.get(next++) : null);
        }
        if (next < answers.size()) {
            throw new UnavailableException("unavailable", "notification-service answered positions that it was not asked for");
        }
        return inOrder;
    }

    /** @param query names of parameters and their values, not encoded */
    Uni<NotificationPage> list(User user, Map<String, String> query) {
        Map<String, String> encoded = new HashMap<>();
        query.forEach((name, value) -> encoded.put(name, encode(value)));
        return call(api -> api.list(user.token().header(), segment(user), encoded));
    }

    Uni<InboxAnswer> markSeen(User user) {
        return call(api -> api.markSeen(user.token().header(), segment(user)));
    }

    Uni<InboxAnswer> markRead(User user, Selection selection) {
        return call(api -> api.markRead(user.token().header(), segment(user), selection));
    }

    Uni<InboxAnswer> markUnread(User user, Selection selection) {
        return call(api -> api.markUnread(user.token().header(), segment(user), selection));
    }

    Uni<InboxAnswer> markAllRead(User user, @Nullable Long upTo) {
        return call(api -> api.markAllRead(user.token().header(), segment(user), new InboxRequest.ReadAll(upTo)));
    }

    Uni<InboxAnswer> archive(User user, Selection selection) {
        return call(api -> api.archive(user.token().header(), segment(user), selection));
    }

    Uni<InboxAnswer> unarchive(User user, List<UUID> ids) {
        return call(api -> api.unarchive(user.token().header(), segment(user), new InboxRequest.Ids(ids)));
    }

    Uni<InboxAnswer> archiveRead(User user) {
        return call(api -> api.archiveRead(user.token().header(), segment(user), "{}"));
    }

    private static String segment(User user) {
        return encode(user.id());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> Uni<T> call(Function<InboxApi, Uni<T>> request) {
        return processes.call(request).onFailure().transform(InboxClient::unavailable);
    }

    private static UnavailableException unavailable(Throwable failure) {
        if (failure instanceof WebApplicationException refusal) {
            int status = refusal.getResponse().getStatus();
            return new UnavailableException(reason(status), "notification-service answers " + status);
        }
        return new UnavailableException("unavailable", failure.toString());
    }

    private static String reason(int status) {
        return switch (status) {
            case 401, 403 -> "unauthorized";
            case 408, 429 -> "unavailable";
            default -> status < 500 ? "invalid" : "unavailable";
        };
    }
}
