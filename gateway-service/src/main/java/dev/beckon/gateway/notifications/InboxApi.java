package dev.beckon.gateway.notifications;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxAnswer;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.NotificationPage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Encoded;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The part of notification-service's REST API that gateways call. Callers percent-encode user ids themselves: the REST client
 * leaves a semicolon as it is, and the server would read matrix parameters after it. The same holds for values in a query.
 */
@Path("/")
@Encoded
@RegisterForReflection(fields = false) // as every class with query parameters
interface InboxApi {

    String AUTHORIZATION = "Authorization";
    String JSON = "application/json";

    @POST
    @Path("inboxes/catch-up")
    @Consumes(JSON)
    Uni<List<CatchUp.Difference>> catchUp(@HeaderParam(AUTHORIZATION) String bearer, List<CatchUp.Position> positions);

    @GET
    @Path("inbox/{user}/notifications")
    Uni<NotificationPage> list(@HeaderParam(AUTHORIZATION) String bearer, @PathParam("user") String user,
            @RestQuery Map<String, String> query);

    @POST
    @Path("inbox/{user}/seen")
    Uni<InboxAnswer> markSeen(@HeaderParam(AUTHORIZATION) String bearer, @PathParam("user") String user);

    @POST
    @Path("inbox/{user}/read")
    @Consumes(JSON)
    Uni<InboxAnswer> markRead(
            @HeaderParam(AUTHORIZATION) String bearer, @PathParam("user") String user, InboxRequest.Selection selection);

    @POST
    @Path("inbox/{user}/unread")
    @Consumes(JSON)
    Uni<InboxAnswer> markUnread(
            @HeaderParam(AUTHORIZATION) String bearer, @PathParam("user") String user, InboxRequest.Selection selection);

    @POST
    @Path("inbox/{user}/read-all")
    @Consumes(JSON)
    Uni<InboxAnswer> markAllRead(
            @HeaderParam(AUTHORIZATION) String bearer, @PathParam("user") String user, InboxRequest.ReadAll upTo);

    @POST
    @Path("inbox/{user}/archive")
    @Consumes(JSON)
    Uni<InboxAnswer> archive(
            @HeaderParam(AUTHORIZATION) String bearer, @PathParam("user") String user, InboxRequest.Selection selection);

    @POST
    @Path("inbox/{user}/unarchive")
    @Consumes(JSON)
    Uni<InboxAnswer> unarchive(
            @HeaderParam(AUTHORIZATION) String bearer, @PathParam("user") String user, InboxRequest.Ids ids);

    @POST
    @Path("inbox/{user}/archive-read")
    @Consumes(JSON)
    Uni<InboxAnswer> archiveRead(@HeaderParam(AUTHORIZATION) String bearer, @PathParam("user") String user, String emptyObject);
}
