package dev.beckon.gateway.admin;

import dev.beckon.channels.blocks.BlocksFullException;
import dev.beckon.channels.channel.Endpoint;
import dev.beckon.contracts.Problem;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.problems.ProblemException;
import dev.beckon.gateway.problems.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;

/** Ends a user's connections, and keeps a user out. Every call can be repeated. */
@Path("/")
@RolesAllowed(User.ADMIN)
@Singleton
@NonBlocking
@APIResponse(responseCode = "4XX", description = "The request is at fault",
        content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
class AdminResource {

    private static final Logger LOG = Logger.getLogger(AdminResource.class);
    private static final Map<String, String> SOON = Map.of(HttpHeaders.RETRY_AFTER, "1");

    private final Endpoint endpoint;

    AdminResource(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Who is blocked. */
    record Blocks(List<String> users) {}

    @POST
    @Path("sockets/{user}/disconnect")
    @Operation(summary = "Close all connections of a user", description = "Clients come back if their token still is good")
    @APIResponse(responseCode = "202", description = "On its way to all gateways")
    public Response disconnect(@RestPath String user) {
        endpoint.disconnect(socketId(user));
        return Response.accepted().build();
    }

    @PUT
    @Path("blocks/{user}")
    @Operation(summary = "Close all connections of a user and let none in", description = "Until the block is lifted")
    @APIResponse(responseCode = "204", description = "Recorded for all gateways")
    @APIResponse(responseCode = "503", description = "Not recorded, or nobody knows; repeat it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Void> block(@RestPath String user) {
        return recorded(endpoint.block(socketId(user)));
    }

    @DELETE
    @Path("blocks/{user}")
    @Operation(summary = "Let a user in again")
    @APIResponse(responseCode = "204", description = "Recorded for all gateways")
    @APIResponse(responseCode = "503", description = "Not recorded, or nobody knows; repeat it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Uni<Void> unblock(@RestPath String user) {
        return recorded(endpoint.unblock(socketId(user)));
    }

    @GET
    @Path("blocks")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Who is blocked", description = "As this gateway knows, which is at most 30 s late")
    @APIResponse(responseCode = "200", description = "All of them")
    public Blocks blocks() {
        return new Blocks(endpoint.blocked().stream().map(User::ofSocketId).sorted().toList());
    }

    private static String socketId(String user) {
        if (!User.isId(user)) {
            throw ProblemException.invalidRequest("/user", "must be a user id");
        }
        return User.socketId(user);
    }

    private static Uni<Void> recorded(Uni<Void> change) {
        return change
                .onFailure(BlocksFullException.class).transform(_ -> new ProblemException(
                        ProblemType.TOO_MANY_BLOCKS, "Lift a block first; end a user's account elsewhere."))
                .onFailure(failure -> !(failure instanceof ProblemException)).transform(failure -> {
                    LOG.warnf("A block was not recorded: %s", failure);
                    return new ProblemException(ProblemType.NOT_RECORDED, "Repeat the call; Redis did not answer.", SOON);
                });
    }
}
