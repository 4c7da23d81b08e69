package dev.beckon.mention;

import dev.beckon.contracts.Lane;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.rules.Revision;
import dev.beckon.contracts.rules.TextRules;
import dev.beckon.http.JsonBody;
import dev.beckon.http.ProblemException;
import dev.beckon.mention.MentionResource.MentionsAccepted;
import dev.beckon.mention.publish.MentionPublisher;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Edits a mention, or takes it back, and answers 202 once every lane's record is in Kafka. This service remembers neither the
 * former recipients nor the revision that holds: each lane finds out. {@code META-INF/openapi.yaml} describes the calls.
 */
@Path("/mentions/{key}")
@RolesAllowed("mentions:write")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(fields = false) // keeps the names of the query parameters
class RevisionResource {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,15}");

    private final MentionPublisher publisher;
    private final Caller caller;
    private final CallMeters meters;

    RevisionResource(MentionPublisher publisher, Caller caller, CallMeters meters) {
        this.publisher = publisher;
        this.caller = caller;
        this.meters = meters;
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<MentionsAccepted>> edit(@RestPath String key, JsonBody body) {
        UUID id = id(key);
        MentionCreated mention = body.as(MentionCreated.class, MentionCreated.Revised.class).normalized();
        requireOneRecordForEachLane(mention);
        return revise(id, Objects.requireNonNull(mention.revision()), mention.records(id)); // not null: a rule of Revised
    }

    @DELETE
    public Uni<RestResponse<MentionsAccepted>> retract(@RestPath String key, @RestQuery("revision") @Nullable String revision) {
        return revise(id(key), number(revision), List.of());
    }

    private UUID id(String key) {
        return caller.name(IdempotencyKey.inPath(key)).id();
    }

    private Uni<RestResponse<MentionsAccepted>> revise(UUID id, long revision, List<MentionCreated> parts) {
        return publisher.revise(id, revision, parts)
                .invoke(() -> meters.accepted(1))
                .map(_ -> RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, new MentionsAccepted(List.of(id))).build())
                .onFailure(ProblemException.class).transform(refusal -> refusal.retryAfter(
                        ProblemException.RETRY_SECONDS));
    }

    /** A lane takes what it misses as no longer named, so that it has to see all its recipients at once. */
    private static void requireOneRecordForEachLane(MentionCreated mention) {
        Lane.divide(mention.recipients()).forEach((lane, recipients) -> {
            if (recipients.size() > Limits.RECIPIENTS_PER_RECORD) {
                throw ProblemException.invalidRequest("/recipients", "has %d users of %s, and an edit has at most %d of each lane"
                        .formatted(recipients.size(), lane, Limits.RECIPIENTS_PER_RECORD));
            }
        });
    }

    private static long number(@Nullable String revision) {
        if (revision == null) {
            throw ProblemException.invalidRequest("/revision", TextRules.REQUIRED);
        }
        long number = NUMBER.matcher(revision).matches() ? Long.parseLong(revision) : 0;
        if (number == 0 || number > Revision.MAX) {
            throw ProblemException.invalidRequest("/revision", Revision.RULE);
        }
        return number;
    }
}
