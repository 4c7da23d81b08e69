package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.contracts.rules.TextRules;
import dev.beckon.notification.problems.ProblemException;
import dev.beckon.notification.problems.ProblemType;
import dev.beckon.notification.push.InboxFrames;
import dev.beckon.notification.push.RedisPush;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/**
 * A user's own inbox. Every call can be repeated: marking what is marked already changes nothing. A change is published
 * to the user's other devices after it is stored.
 */
@Path("/inbox/{user}")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
class InboxResource {

    private final InboxReader reader;
    private final CatchUpReader catchUp;
    private final InboxWriter writer;
    private final RedisPush push;
    private final InboxFrames frames;
    private final Deadline deadline;
    private final InboxConfig config;
    private final JsonWebToken token;

    InboxResource(InboxReader reader, CatchUpReader catchUp, InboxWriter writer, RedisPush push, InboxFrames frames,
            Deadline deadline, InboxConfig config, JsonWebToken token) {
        this.reader = reader;
        this.catchUp = catchUp;
        this.writer = writer;
        this.push = push;
        this.frames = frames;
        this.deadline = deadline;
        this.config = config;
        this.token = token;
    }

    @GET
    public Uni<InboxState> state(@RestPath String user) {
        requireOwn(user);
        return deadline.within(reader.state(user));
    }

    @GET
    @Path("/notifications")
    public Uni<NotificationPage> notifications(
            @RestPath String user, @RestQuery @Nullable String before, @RestQuery @Nullable String limit) {
        requireOwn(user);
        Long olderThan = InboxRequests.count("before", before, 1, Long.MAX_VALUE);
        Long size = InboxRequests.count("limit", limit, 1, config.maxPageSize());
        return deadline.within(reader.page(user, olderThan, size == null ? config.pageSize() : size.intValue()));
    }

    @GET
    @Path("/changes")
    public Uni<CatchUp.Difference> changes(
            @RestPath String user, @RestQuery @Nullable String since, @RestQuery @Nullable String epoch) {
        requireOwn(user);
        var position = new CatchUp.Position(
                user, InboxRequests.count("since", since, 0, Long.MAX_VALUE), InboxRequests.uuid("epoch", epoch));
        return deadline.within(catchUp.differences(List.of(position)).map(List::getFirst));
    }

    @POST
    @Path("/seen")
    public Uni<InboxState> seen(@RestPath String user) {
        requireOwn(user);
        return change(user, writer.seen(user));
    }

    @POST
    @Path("/read")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InboxState> read(@RestPath String user, JsonBody body) {
        requireOwn(user);
        InboxRequest.Ids request = InboxRequests.ids(body);
        return change(user, writer.read(user, request.ids()));
    }

    @POST
    @Path("/read-all")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InboxState> readAll(@RestPath String user, JsonBody body) {
        requireOwn(user);
        InboxRequest.ReadAll request = InboxRequests.readAll(body);
        return change(user, writer.readAll(user, request.upTo()));
    }

    @POST
    @Path("/archive")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InboxState> archive(@RestPath String user, JsonBody body) {
        requireOwn(user);
        InboxRequest.Ids request = InboxRequests.ids(body);
        return change(user, writer.archive(user, request.ids()));
    }

    private Uni<InboxState> change(String user, Uni<InboxChange> step) {
        return deadline.within(step)
                .call(change -> change.changed() ? publish(user, change) : Uni.createFrom().voidItem())
                .map(InboxChange::state);
    }

    private Uni<Void> publish(String user, InboxChange change) {
        InboxState now = change.state();
        return push.publishChange(frames.inboxChanged(user, new InboxChanged(now.unread(), now.unseen(), now.seq(),
                now.rev(), now.epoch(), change.read(), now.readUpTo(), change.archived())));
    }

    private void requireOwn(String user) {
        if (!Objects.equals(user, token.getSubject())) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Use a token whose subject is the inbox's user.");
        }
        String wrong = TextRules.userId(user);
        if (wrong != null) {
            throw ProblemException.invalidRequest(List.of(new FieldError("/user", wrong)));
        }
    }
}
