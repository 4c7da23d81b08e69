package dev.beckon.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Endpoint;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.rules.TextRules;
import dev.beckon.gateway.auth.User;
import dev.beckon.http.JsonBody;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;

/** Broadcasts to rooms from outside any channel. */
@Path("/broadcast")
@RolesAllowed(User.BROADCAST)
@Singleton
class BroadcastResource {

    private final Endpoint endpoint;
    private final BroadcastTopics topics;

    /** The body of {@code POST /broadcast}. Callers may not send the protocol's own events; phoenix.js adds {@code chan_reply_}. */
    @RegisterForReflection // Jackson creates it
    record BroadcastRequest(
            @NotNull(message = TextRules.REQUIRED) @Pattern(regexp = BroadcastTopics.FORM, message = "must be a topic such as room:lobby") String topic,
            @NotNull(message = TextRules.REQUIRED) @Pattern(regexp = "(?!phx_|presence_|chan_reply_)[A-Za-z0-9._:-]{1,100}", message = "must be a name of letters, digits and . _ : - that does not begin with phx_, presence_ or chan_reply_") String event,
            @NotNull(message = TextRules.REQUIRED) ObjectNode payload) {}

    BroadcastResource(Endpoint endpoint, BroadcastTopics.Config config,
            @ConfigProperty(name = InboxFrame.TOPIC_PREFIX_KEY, defaultValue = InboxFrame.TOPIC_PREFIX) String inboxPrefix) {
        this.endpoint = endpoint;
        this.topics = new BroadcastTopics(config.broadcastTopics(), inboxPrefix);
    }

    @POST
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<Published>> broadcast(JsonBody body) {
        BroadcastRequest request = body.as(BroadcastRequest.class);
        if (request.payload().has("from")) { // in a room's messages it names the sender, which only the gateway can prove
            throw ProblemException.invalidRequest("/payload/from", "is set by the gateway, for what members say; use another name");
        }
        if (!topics.allow(request.topic())) {
            throw new ProblemException(ProblemType.TOPIC_NOT_ALLOWED, "Name a room; ask the operator which topics are open.");
        }
        return Published.answer(endpoint.broadcast(request.topic(), request.event(), request.payload()));
    }
}
