package dev.beckon.mention;

import dev.beckon.contracts.AccessRevoked;
import dev.beckon.http.JsonBody;
import dev.beckon.http.ProblemException;
import dev.beckon.mention.publish.MentionPublisher;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Takes back from a user what the user may no longer see, and answers 202 once the record of the user's lane is in Kafka, behind the
 * mentions that were posted before. {@code META-INF/openapi.yaml} describes the call.
 */
@Path("/access/revoked")
@RolesAllowed("mentions:write")
class AccessResource {

    private final MentionPublisher publisher;
    private final CallMeters meters;

    AccessResource(MentionPublisher publisher, CallMeters meters) {
        this.publisher = publisher;
        this.meters = meters;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<Void>> revoke(JsonBody body) {
        return publisher.revoke(body.as(AccessRevoked.class))
                .invoke(meters::revoked)
                .map(_ -> RestResponse.<Void>accepted())
                .onFailure(ProblemException.class).transform(refusal -> refusal.retryAfter(ProblemException.RETRY_SECONDS));
    }
}
