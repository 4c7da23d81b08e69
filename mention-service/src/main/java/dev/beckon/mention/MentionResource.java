package dev.beckon.mention;

import dev.beckon.mention.problems.ProblemException;
import dev.beckon.mention.problems.ProblemType;
import dev.beckon.mention.publish.MentionPublisher;
import dev.beckon.mention.request.MentionRequest;
import dev.beckon.mention.request.MentionRequests;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Takes mentions, and answers 202 once Kafka has acknowledged every one of them. Described for callers in
 * {@code META-INF/openapi.yaml}.
 */
@Path("/mentions")
class MentionResource {

    private final MentionPublisher publisher;
    private final JsonWebToken token;
    private final RecentKeys keys;
    private final String retryAfterSeconds;
    private final Counter accepted;

    MentionResource(MentionPublisher publisher, JsonWebToken token, RecentKeys keys, LoadConfig config,
            MeterRegistry meters) {
        this.publisher = publisher;
        this.token = token;
        this.keys = keys;
        this.retryAfterSeconds = Long.toString(config.retryAfter().toSeconds());
        this.accepted = Counter.builder("beckon.mentions.accepted")
                .description("Mentions that Kafka has acknowledged")
                .register(meters);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed("mentions:write")
    public Uni<RestResponse<MentionsAccepted>> post(@Context HttpHeaders headers, MentionRequests requests) {
        IdempotencyKey key = IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.HEADER));
        List<MentionRequest> mentions = requests.mentions();
        List<UUID> ids = ids(key, mentions);
        return publisher.publish(IntStream.range(0, ids.size())
                        .boxed()
                        .flatMap(i -> mentions.get(i).split(ids.get(i)).stream())
                        .toList())
                .invoke(() -> accepted.increment(ids.size()))
                .map(_ -> accepted(key, ids))
                .onFailure(ProblemException.class).transform(refusal -> repeatable((ProblemException) refusal, key));
    }

    private List<UUID> ids(IdempotencyKey key, List<MentionRequest> mentions) {
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new AuthenticationFailedException("no subject"); // ids of callers without one could meet
        }
        List<UUID> ids = MentionIds.of(subject, key, mentions);
        keys.check(subject, key, ids);
        return ids;
    }

    private static RestResponse<MentionsAccepted> accepted(IdempotencyKey key, List<UUID> ids) {
        return RestResponse.ResponseBuilder.<MentionsAccepted>create(RestResponse.Status.ACCEPTED)
                .header(IdempotencyKey.HEADER, key.value())
                .entity(new MentionsAccepted(ids))
                .build();
    }

    /** What was refused may be in Kafka in part: with this key, repeating it completes it and doubles nothing. */
    private ProblemException repeatable(ProblemException refusal, IdempotencyKey key) {
        return refusal.with(IdempotencyKey.HEADER, key.value()).with(HttpHeaders.RETRY_AFTER, retryAfterSeconds);
    }
}
