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
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.RestResponse;

/** Accepts mentions, and answers 202 once Kafka has acknowledged all of them. {@code META-INF/openapi.yaml} describes the call. */
@Path("/mentions")
@RolesAllowed("mentions:write")
class MentionResource {

    static final ListOf<MentionCreated> BODY = new ListOf<>(
            MentionCreated.class, MentionCreated.Posted.class, Limits.MENTIONS_PER_CALL, "mentions", true);
    static final ListOf<CloudEvent> EVENTS = new ListOf<>(
            CloudEvent.class, MentionCreated.Posted.class, Limits.MENTIONS_PER_CALL, "events", false);

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

    /** One method for all forms: of several, Quarkus chooses by a Content-Type that it fails to parse if it is none. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, CloudEvent.MEDIA_TYPE, CloudEvent.BATCH_MEDIA_TYPE})
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<MentionsAccepted>> post(@Context HttpHeaders headers, JsonBody body) {
        MediaType type = headers.getMediaType();
        return switch ((type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT)) {
            case CloudEvent.MEDIA_TYPE -> postEvents(headers, List.of(body.as(CloudEvent.class, MentionCreated.Posted.class)));
            case CloudEvent.BATCH_MEDIA_TYPE -> postEvents(headers, body.asList(EVENTS));
            default -> postWith(IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.HEADER)), body.asList(BODY));
        };
    }

    /** Without a key of the call each event has its own, as if it had been posted alone. */
    private Uni<RestResponse<MentionsAccepted>> postEvents(HttpHeaders headers, List<CloudEvent> events) {
        List<String> keys = headers.getRequestHeader(IdempotencyKey.HEADER);
        if (!keys.isEmpty() || events.size() == 1) {
            IdempotencyKey key = keys.isEmpty() ? events.getFirst().key() : IdempotencyKey.of(keys);
            return postWith(key, events.stream().map(CloudEvent::data).toList());
        }
        List<MentionCreated> mentions = events.stream().map(event -> event.data().normalized()).toList();
        List<IdempotencyKey> own = events.stream().map(CloudEvent::key).toList();
        List<UUID> ids = IntStream.range(0, own.size()).mapToObj(i -> ids(own.get(i), List.of(mentions.get(i))).getFirst()).toList();
        return publish(ids, mentions)
                .map(_ -> RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, new MentionsAccepted(ids)).build())
                .onFailure(ProblemException.class).transform(refusal -> refusal.retryAfter(ProblemException.RETRY_SECONDS));
    }

    private Uni<RestResponse<MentionsAccepted>> postWith(IdempotencyKey key, List<MentionCreated> posted) {
        List<MentionCreated> mentions = posted.stream().map(MentionCreated::normalized).toList();
        List<UUID> ids = ids(key, mentions);
        return publish(ids, mentions)
                .map(_ -> accepted(key, ids))
                .onFailure(ProblemException.class).transform(refusal -> repeatable(refusal, key));
    }

    private Uni<Void> publish(List<UUID> ids, List<MentionCreated> mentions) {
        return publisher.publish(IntStream.range(0, ids.size())
                .boxed()
                .flatMap(i -> mentions.get(i).records(ids.get(i)).stream())
                .toList())
                .invoke(() -> meters.accepted(ids.size()));
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
