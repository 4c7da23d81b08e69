package dev.beckon.mention;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;

/** Fails in ways that the service itself has no known path to; only tests have it. */
@Path("/failing")
public class FailingResource {

    @GET
    @Path("unexpectedly")
    public String unexpectedly() {
        throw new IllegalStateException("a secret of the implementation");
    }

    @GET
    @Path("with/418")
    public String with418() {
        throw new WebApplicationException(418);
    }

    @GET
    @Path("with/502")
    public String with502() {
        throw new WebApplicationException(502);
    }
}
