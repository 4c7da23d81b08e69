package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
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
    public Uni<List<CatchUp.Difference>> catchUp(JsonBody body, @Context RoutingContext exchange) {
        admission.admitCatchUp(exchange);
        return deadline.within(reader.differences(InboxRequests.positions(body)));
    }
}
