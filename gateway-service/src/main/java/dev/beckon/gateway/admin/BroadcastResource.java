package dev.beckon.gateway.admin;

import dev.beckon.channels.channel.Endpoint;
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
import org.jboss.resteasy.reactive.RestResponse;

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
    public RestResponse<Void> broadcast(BroadcastRequest request) {
        if (!topics.allow(request.topic())) {
            throw new ProblemException(ProblemType.TOPIC_NOT_ALLOWED, "Name a room; ask the operator which topics are open.");
        }
        endpoint.broadcast(request.topic(), request.event(), request.payload());
        return RestResponse.accepted();
    }
}
