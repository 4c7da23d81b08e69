package dev.beckon.examples.training.session;

import dev.beckon.channels.Endpoint;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** A plain REST controller: its messages reach all members of the session, on every node. */
@Path("/sessions")
class SessionResource {

    private static final int MAX_TEXT_CHARS = 500;

    private final TrainingSessions sessions;
    private final Endpoint endpoint;
    private final JsonWebToken token;

    SessionResource(TrainingSessions sessions, Endpoint endpoint, JsonWebToken token) {
        this.sessions = sessions;
        this.endpoint = endpoint;
        this.token = token;
    }

    record Sessions(Set<String> sessions) {}

    record Announcement(@Nullable String text) {}

    @GET
    public Sessions sessions() {
        return new Sessions(sessions.ids());
    }

    @POST
    @Path("/{id}/announcements")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("trainer")
    public void announce(@RestPath String id, @Nullable Announcement announcement) {
        if (sessions.find(id).isEmpty()) {
            throw Problem.notFound("There is no session of this id.");
        }
        String text = announcement == null ? null : announcement.text();
        if (text == null || text.isBlank() || text.length() > MAX_TEXT_CHARS) {
            throw Problem.badRequest("text has to have 1 to " + MAX_TEXT_CHARS + " characters.");
        }
        String from = Objects.requireNonNullElse(token.<String>getClaim("name"), token.getSubject());
        endpoint.broadcast(TrainingSessionChannel.TOPIC + id, "announcement", Map.of("from", from, "text", text.strip()));
    }
}
