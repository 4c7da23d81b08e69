package dev.beckon.gateway.presence;

import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Answers product teams which of many users are online now, for example to mail only the others. */
@Path("/presence/users")
@RolesAllowed("presence:read")
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(fields = false) // for the names of the query parameters
class OnlineUsersResource {

    private static final Logger LOG = Logger.getLogger(OnlineUsersResource.class);

    private final OnlineUsers users;

    OnlineUsersResource(OnlineUsers users) {
        this.users = users;
    }

    /** @param online in the order of the request */
    record Answer(List<String> online) {}

    @GET
    public Uni<Answer> online(@RestQuery("ids") @Nullable String ids, @RestQuery("id") List<String> id) {
        Set<String> asked = UserIds.parse(ids, id);
        return users.among(asked)
                .map(online -> new Answer(asked.stream().filter(online::contains).toList()))
                .onFailure(RedisSession.FullException.class).transform(_ -> new ProblemException(ProblemType.OVERLOADED,
                        "Wait for Retry-After seconds and ask again.").retryAfter(1))
                .onFailure(failure -> !(failure instanceof ProblemException)).transform(OnlineUsersResource::unknown);
    }

    /** Redis is away, late or not whole: an empty answer would be wrong. */
    private static ProblemException unknown(Throwable failure) {
        LOG.debugf("Who is online is not known: %s", failure.getMessage());
        return new ProblemException(ProblemType.PRESENCE_UNKNOWN, "Wait for Retry-After seconds and ask again.")
                .retryAfter(ProblemException.RETRY_SECONDS);
    }
}
