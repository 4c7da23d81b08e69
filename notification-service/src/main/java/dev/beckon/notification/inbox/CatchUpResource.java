package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** For gateways: brings the inboxes of many users up to date in one call and one statement. */
@Path("/inboxes/catch-up")
@RolesAllowed("inboxes:read")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class CatchUpResource {

    private final CatchUpReader reader;
    private final Deadline deadline;
    private final Admission admission;

    CatchUpResource(CatchUpReader reader, Deadline deadline, Admission admission) {
        this.reader = reader;
        this.deadline = deadline;
        this.admission = admission;
    }

    @POST
    @RequestBody(content = @Content(
            schema = @Schema(type = SchemaType.ARRAY, implementation = CatchUp.Position.class)))
    @Operation(summary = "What changed in these inboxes", description = "Answers in the order of the positions")
    @APIResponse(responseCode = "200", description = "A difference for each position")
    @APIResponse(responseCode = "4XX", description = "The request is at fault",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "503", description = "Too many calls are under way, or PostgreSQL is away; see Retry-After",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<List<CatchUp.Difference>> catchUp(JsonBody body, @Context RoutingContext exchange) {
        admission.admitCatchUp(exchange);
        return deadline.within(reader.differences(InboxRequests.positions(body)));
    }
}
