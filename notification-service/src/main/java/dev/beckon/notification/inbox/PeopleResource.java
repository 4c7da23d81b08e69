package dev.beckon.notification.inbox;

import dev.beckon.contracts.rules.TextRules;
import dev.beckon.http.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;

/**
 * People's rights: erases a person, and exports what is stored about one. Each call is a line in the log {@code dev.beckon.audit}, which
 * names the person by a hash. {@code META-INF/openapi.yaml} describes the calls.
 */
@Path("/people/{user}")
@RolesAllowed("people:admin")
class PeopleResource {

    private static final Logger AUDIT = Logger.getLogger("dev.beckon.audit");

    /** A token's subject may be any text, but a record of the log is one line. */
    private static final Pattern NO_LINE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private final Erasure erasure;
    private final PersonExport export;
    private final Deadline deadline;
    private final JsonWebToken token;

    PeopleResource(Erasure erasure, PersonExport export, Deadline deadline, JsonWebToken token) {
        this.erasure = erasure;
        this.export = export;
        this.deadline = deadline;
        this.token = token;
    }

    /** An erasure that outlasts the deadline goes on: the caller only stops waiting for it. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Erasure.Receipt> erase(@RestPath String user) {
        requireUserId(user);
        String caller = caller();
        return deadline.ofCaller(erasure.begin(user, Instant.now())
                .invoke(begun -> AUDIT.infof("%s erases person %s, receipt %s", caller, hash(user), begun.receipt()))
                .chain(begun -> erasure.remove(user, begun)));
    }

    @GET
    @Path("/export")
    @Produces("application/x-ndjson")
    public Multi<byte[]> export(@RestPath String user) {
        requireUserId(user);
        AUDIT.infof("%s exports person %s", caller(), hash(user));
        return export.lines(user).map(line -> line.getBytes(StandardCharsets.UTF_8));
    }

    private String caller() {
        return NO_LINE.matcher(String.valueOf(token.getSubject())).replaceAll("?");
    }

    private static String hash(String user) {
        return HexFormat.of().formatHex(Erased.hash(user));
    }

    private static void requireUserId(String user) {
        String wrong = TextRules.userId(user);
        if (wrong != null) {
            throw ProblemException.invalidRequest("/user", wrong);
        }
    }
}
