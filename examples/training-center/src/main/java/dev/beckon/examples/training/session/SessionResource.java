package dev.beckon.examples.training.session;

import dev.beckon.channels.Endpoint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
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

    /** Starts the session: its members get the event now, later ones after their join. */
    @POST
    @Path("/{id}/start")
    @RolesAllowed("trainer")
    public void start(@RestPath String id) {
        sessions.find(id).orElseThrow(() -> Problem.notFound("There is no session of this id.")).start();
        endpoint.broadcast(TrainingSessionChannel.TOPIC + id, TrainingSessionChannel.STARTED, Map.of());
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

    /**
     * The body of a refused request (RFC 9457).
     *
     * @param detail what to do about it
     */
    @RegisterForReflection
    record Problem(String type, String title, int status, String detail) {

        static WebApplicationException badRequest(String detail) {
            return exception(Status.BAD_REQUEST, detail);
        }

        static WebApplicationException notFound(String detail) {
            return exception(Status.NOT_FOUND, detail);
        }

        private static WebApplicationException exception(Status status, String detail) {
            return new WebApplicationException(Response.status(status)
                    .type("application/problem+json")
                    .entity(new Problem("about:blank", status.getReasonPhrase(), status.getStatusCode(), detail))
                    .build());
        }
    }
}
