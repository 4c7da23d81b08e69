package dev.beckon.gateway.admin;

import dev.beckon.channels.BlocksFullException;
import dev.beckon.channels.Endpoint;
import dev.beckon.contracts.rules.TextRules;
import dev.beckon.gateway.auth.User;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Ends a user's connections, and blocks users. Callers can repeat every call. {@code META-INF/openapi.yaml} describes them. */
@Path("/")
@RolesAllowed(User.ADMIN)
@Singleton
@NonBlocking
class AdminResource {

    private static final Logger LOG = Logger.getLogger(AdminResource.class);

    private final Endpoint endpoint;

    AdminResource(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The blocked users. */
    record Blocks(List<String> users) {}

    @POST
    @Path("sockets/{user}/disconnect")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<RestResponse<Published>> disconnect(@RestPath String user) {
        return Published.answer(endpoint.disconnect(socketId(user)));
    }

    @PUT
    @Path("blocks/{user}")
    public Uni<Void> block(@RestPath String user) {
        return recorded(endpoint.block(socketId(user)));
    }

    @DELETE
    @Path("blocks/{user}")
    public Uni<Void> unblock(@RestPath String user) {
        return recorded(endpoint.unblock(socketId(user)));
    }

    @GET
    @Path("blocks")
    @Produces(MediaType.APPLICATION_JSON)
    public Blocks blocks() {
        return new Blocks(endpoint.blocked().stream().map(User::ofSocketId).sorted().toList());
    }

    private static String socketId(String user) {
        String wrong = TextRules.userId(user);
        if (wrong != null) {
            throw ProblemException.invalidRequest("/user", wrong);
        }
        return User.socketId(user);
    }

    private static Uni<Void> recorded(Uni<Void> change) {
        return change
                .onFailure(BlocksFullException.class).transform(_ -> new ProblemException(
                        ProblemType.TOO_MANY_BLOCKS, "Lift a block first; end a user's account elsewhere."))
                .onFailure(failure -> !(failure instanceof ProblemException)).transform(failure -> {
                    LOG.warnf("A block was not recorded: %s", failure);
                    return new ProblemException(ProblemType.NOT_RECORDED, "Repeat the call; Redis did not answer.").retryAfter(1);
                });
    }
}
