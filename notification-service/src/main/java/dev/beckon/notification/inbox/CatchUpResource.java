package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
import dev.beckon.http.JsonBinder.ListOf;
import dev.beckon.http.JsonBody;
import dev.beckon.http.RequestLimit;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.validation.groups.Default;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** For gateways: brings the inboxes of many users up to date in one call, and one statement on each server. */
@Path("/inboxes/catch-up")
@RolesAllowed("inboxes:read")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Singleton
class CatchUpResource {

    private static final ListOf<CatchUp.Position> POSITIONS = new ListOf<>(
            CatchUp.Position.class, Default.class, CatchUp.MAX_USERS, "entries", false);

    private final CatchUps catchUps;
    private final Deadline deadline;
    private final RequestLimit calls;

    CatchUpResource(CatchUps catchUps, Deadline deadline, RequestMeters requests) {
        this.catchUps = catchUps;
        this.deadline = deadline;
        this.calls = requests.catchUps();
    }

    @POST
    public Uni<List<CatchUp.Difference>> catchUp(JsonBody body, @Context RoutingContext exchange) {
        // Catch-ups have large answers: without their own bound they would starve all other calls of the database.
        calls.admit(exchange, "Ask less often for more users at a time, or repeat it after a while.");
        return deadline.within(catchUps.differences(body.asList(POSITIONS)));
    }
}
