package dev.beckon.examples.seeds.announcements;

import dev.beckon.channels.channel.Endpoint;
import dev.beckon.examples.seeds.auth.Tokens;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/**
 * Takes the form of {@code back-office.html}. The token is one of its fields, where an application with a login would have a
 * session; nothing that a browser sends by itself counts, so no other page can send it in an administrator's name.
 */
@Path("/back-office/messages")
class BackOffice {

    private static final int MAX_BODY_CHARS = 1_000;

    private final Tokens tokens;
    private final Endpoint endpoint;

    BackOffice(Tokens tokens, Endpoint endpoint) {
        this.tokens = tokens;
        this.endpoint = endpoint;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @NonBlocking
    public Response send(@RestForm @Nullable String token, @RestForm @Nullable String body) {
        if (Optional.ofNullable(token).flatMap(tokens::user).filter(user -> user.is(User.ADMIN)).isEmpty()) {
            return answer(403, "The token has to be valid and to have the role admin.");
        }
        if (body == null || body.isBlank() || body.length() > MAX_BODY_CHARS) {
            return answer(400, "The message has to have 1 to " + MAX_BODY_CHARS + " characters.");
        }
        endpoint.broadcast(AnnouncementsChannel.TOPIC, "message", Map.of("body", body));
        return Response.seeOther(URI.create("/back-office.html?sent")).build();
    }

    private static Response answer(int status, String text) {
        return Response.status(status).type(MediaType.TEXT_PLAIN_TYPE).entity(text).build();
    }
}
