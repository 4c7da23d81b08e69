package dev.beckon.examples.protocollab;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Endpoint;
import dev.beckon.channels.Presence;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Shows how an application acts from outside any channel. Needs no token, because this is only a laboratory. */
@Path("/lab")
class LabResource {

    private final Endpoint endpoint;
    private final Presence presence;
    private final ObjectReader json;

    LabResource(Endpoint endpoint, Presence presence, ObjectMapper json) {
        this.endpoint = endpoint;
        this.presence = presence;
        this.json = json.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Closes all sockets of a user, on every node. */
    @POST
    @Path("/disconnect")
    @NonBlocking
    public void disconnect(@RestQuery @Nullable String user) {
        endpoint.disconnect(User.socketId(given(user, "user")));
    }

    /** @param body accepted with any media type, so that any client can send it */
    @POST
    @Path("/publish")
    @Consumes(MediaType.WILDCARD)
    @NonBlocking
    public void publish(@RestQuery @Nullable String topic, @RestQuery @Nullable String event, byte[] body) {
        try {
            endpoint.broadcast(given(topic, "topic"), given(event, "event"), object(body));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The parameter event has to be one line without tabs.");
        }
    }

    /** The presences in this instance's view. */
    @GET
    @Path("/presence")
    public Uni<Map<String, ObjectNode>> presence(@RestQuery @Nullable String topic) {
        return presence.list(given(topic, "topic"));
    }

    private static String given(@Nullable String value, String parameter) {
        if (value == null || value.isBlank()) {
            throw Problem.badRequest("The parameter " + parameter + " is missing.");
        }
        return value;
    }

    private JsonNode object(byte[] body) {
        try {
            JsonNode payload = json.readTree(body);
            if (payload.isObject()) {
                return payload;
            }
        } catch (IOException e) {
            // The exception below answers this too, like JSON that is not an object.
        }
        throw Problem.badRequest("The body has to be one JSON object.");
    }

    /**
     * The body of a refused request (RFC 9457).
     *
     * @param detail what to do about it
     */
    @RegisterForReflection
    record Problem(String type, String title, int status, String detail) {

        static BadRequestException badRequest(String detail) {
            return new BadRequestException(Response.status(Response.Status.BAD_REQUEST)
                    .type("application/problem+json")
                    .entity(new Problem("about:blank", "Bad Request", 400, detail))
                    .build());
        }
    }
}
