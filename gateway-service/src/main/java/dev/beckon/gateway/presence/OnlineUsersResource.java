package dev.beckon.gateway.presence;

import dev.beckon.channels.presence.PresenceRefusedException;
import dev.beckon.gateway.problems.ProblemException;
import dev.beckon.gateway.problems.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** For product teams: which of many users are online now, such as to mail only those who are not. */
@Path("/presence/users")
@RolesAllowed("presence:read")
@Produces(MediaType.APPLICATION_JSON)
class OnlineUsersResource {

    private final OnlineUsers users;

    OnlineUsersResource(OnlineUsers users) {
        this.users = users;
    }

    /** @param online in the order of the question */
    record Answer(List<String> online) {}

    @GET
    public Uni<Answer> online(@RestQuery @Nullable String ids, @RestQuery List<String> id) {
        Set<String> asked = UserIds.parse(ids, id);
        return users.among(asked)
                .map(online -> new Answer(asked.stream().filter(online::contains).toList()))
                .onFailure(PresenceRefusedException.class).transform(_ -> new ProblemException(ProblemType.OVERLOADED,
                        "Wait for Retry-After seconds and ask again.", Map.of(HttpHeaders.RETRY_AFTER, "1")));
    }
}
