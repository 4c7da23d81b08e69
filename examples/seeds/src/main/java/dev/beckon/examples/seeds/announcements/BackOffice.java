package dev.beckon.examples.seeds.announcements;

import dev.beckon.channels.Endpoint;
import dev.beckon.examples.seeds.auth.TokenReader;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/**
 * Receives the form of {@code back-office.html}. The token is a form field, where an application with a login would have a session.
 * A browser does not add the field by itself, unlike a cookie, so no other page can post in an administrator's name.
 */
@Path("/back-office/messages")
class BackOffice {

    private static final int MAX_BODY_CHARS = 1_000;

    private final TokenReader tokens;
    private final Endpoint endpoint;

    BackOffice(TokenReader tokens, Endpoint endpoint) {
        this.tokens = tokens;
        this.endpoint = endpoint;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @NonBlocking
    public RestResponse<String> send(@RestForm @Nullable String token, @RestForm @Nullable String body) {
        if (Optional.ofNullable(token).flatMap(tokens::user).filter(user -> user.is(User.ADMIN)).isEmpty()) {
            return answer(Status.FORBIDDEN, "The token has to be valid and to have the role admin.");
        }
        if (body == null || body.isBlank() || body.length() > MAX_BODY_CHARS) {
            return answer(Status.BAD_REQUEST, "The message has to have 1 to " + MAX_BODY_CHARS + " characters.");
        }
        endpoint.broadcast(AnnouncementsChannel.TOPIC, "message", Map.of("body", body));
        return RestResponse.seeOther(URI.create("/back-office.html?sent"));
    }

    private static RestResponse<String> answer(Status status, String text) {
        return ResponseBuilder.create(status, text).type(MediaType.TEXT_PLAIN_TYPE).build();
    }
}
