package dev.beckon.examples.seeds.approvals;

import dev.beckon.examples.seeds.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The REST resource at which the deciding system reports its decisions; that system has no socket. */
@Path("/approvals/{user}")
class ApprovalResource {

    private final ApprovalStats stats;

    ApprovalResource(ApprovalStats stats) {
        this.stats = stats;
    }

    record Decision(@NotNull @Nullable Boolean approved) {}

    @POST
    @RolesAllowed(User.ADMIN)
    public Uni<Void> decided(@RestPath String user, @Valid @NotNull Decision decision) {
        return stats.decided(user, Boolean.TRUE.equals(decision.approved()));
    }
}
