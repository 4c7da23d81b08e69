package dev.beckon.mention;

import dev.beckon.contracts.Limits;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.http.JsonBinder.ListOf;
import dev.beckon.http.JsonBody;
import dev.beckon.http.ProblemException;
import dev.beckon.mention.publish.MentionPublisher;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import org.jboss.resteasy.reactive.RestResponse;

/** Accepts mentions, and answers 202 once Kafka has acknowledged all of them. {@code META-INF/openapi.yaml} describes the call. */
@Path("/mentions")
@RolesAllowed("mentions:write")
class MentionResource {

    static final ListOf<MentionCreated> BODY = new ListOf<>(
            MentionCreated.class, MentionCreated.Posted.class, Limits.MENTIONS_PER_CALL, "mentions", true);

    private final MentionPublisher publisher;
    private final Caller caller;
    private final RecentKeys keys;
    private final CallMeters meters;

    /**
     * The answer once Kafka has the mentions.
     *
     * @param ids one for each mention, in the order in which the caller posted them
     */
    @RegisterForReflection
    record MentionsAccepted(List<UUID> ids) {

        MentionsAccepted {
            ids = List.copyOf(ids);
        }
    }

    MentionResource(MentionPublisher publisher, Caller caller, RecentKeys keys, CallMeters meters) {
        this.publisher = publisher;
        this.caller = caller;
        this.keys = keys;
        this.meters = meters;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<MentionsAccepted>> post(@Context HttpHeaders headers, JsonBody body) {
        IdempotencyKey key = IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.HEADER));
        List<MentionCreated> mentions = body.asList(BODY).stream().map(MentionCreated::normalized).toList();
        List<UUID> ids = ids(key, mentions);
        return publisher.publish(IntStream.range(0, ids.size())
                .boxed()
                .flatMap(i -> mentions.get(i).records(ids.get(i)).stream())
                .toList())
                .invoke(() -> meters.accepted(ids.size()))
                .map(_ -> accepted(key, ids))
                .onFailure(ProblemException.class).transform(refusal -> repeatable(refusal, key));
    }

    /** A mention that comes alone has its key's id, by which it can be edited; those of a list share the key. */
    private List<UUID> ids(IdempotencyKey key, List<MentionCreated> mentions) {
        MentionKey name = caller.name(key);
        List<UUID> contents = MentionIds.of(name, mentions);
        keys.check(name, contents);
        return mentions.size() == 1 ? List.of(name.id()) : contents;
    }

    private static RestResponse<MentionsAccepted> accepted(IdempotencyKey key, List<UUID> ids) {
        return RestResponse.ResponseBuilder.<MentionsAccepted>create(RestResponse.Status.ACCEPTED)
                .header(IdempotencyKey.HEADER, key.value())
                .entity(new MentionsAccepted(ids))
                .build();
    }

    /** Kafka may have some of the refused mentions: repeating the call with this key completes them and duplicates none. */
    private ProblemException repeatable(ProblemException refusal, IdempotencyKey key) {
        return refusal.with(IdempotencyKey.HEADER, key.value()).retryAfter(ProblemException.RETRY_SECONDS);
    }
}
