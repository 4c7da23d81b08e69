package dev.beckon.gateway.admin;

import dev.beckon.channels.channel.Endpoint;
import dev.beckon.contracts.Problem;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.problems.ProblemException;
import dev.beckon.gateway.problems.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Broadcasts to rooms from outside any channel. */
@Path("/broadcast")
@RolesAllowed(User.BROADCAST)
@Singleton
class BroadcastResource {

    private final Endpoint endpoint;
    private final BroadcastTopics topics;

    BroadcastResource(Endpoint endpoint, AdminConfig config) {
        this.endpoint = endpoint;
        this.topics = new BroadcastTopics(config.broadcastTopics());
    }

    @POST
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Tell everyone in a room", description = "At most once, as all broadcasts: who is away misses it")
    @RequestBody(content = @Content(schema = @Schema(implementation = BroadcastRequest.class)))
    @APIResponse(responseCode = "202", description = "On its way to all gateways")
    @APIResponse(responseCode = "4XX", description = "The request is at fault",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response broadcast(BroadcastRequest request) {
        if (!topics.allow(request.topic())) {
            throw new ProblemException(ProblemType.TOPIC_NOT_ALLOWED, "Name a room; ask the operator which topics are open.");
        }
        endpoint.broadcast(request.topic(), request.event(), request.payload());
        return Response.accepted().build();
    }
}
