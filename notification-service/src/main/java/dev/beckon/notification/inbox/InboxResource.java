package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxAnswer;
import dev.beckon.contracts.InboxFilter;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.contracts.rules.TextRules;
import dev.beckon.http.JsonBody;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import dev.beckon.notification.inbox.InboxWriter.InboxChange;
import dev.beckon.notification.push.ChangePublisher;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
 * A user's own inbox. Callers can repeat every call: marking a marked notification again changes nothing. The service stores a
 * change, then publishes it to the user's other devices.
 */
@Path("/inbox/{user}")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(fields = false) // keeps the names of the query parameters
class InboxResource {

    /** Notifications on a page unless the caller asks for another number: about one screen. */
    private static final int PAGE_SIZE = 20;

    private final InboxReader reader;
    private final GroupReader groups;
    private final InboxWriter writer;
    private final ChangePublisher publisher;
    private final Deadline deadline;
    private final JsonWebToken token;

    InboxResource(InboxReader reader, GroupReader groups, InboxWriter writer, ChangePublisher publisher, Deadline deadline,
            JsonWebToken token) {
        this.reader = reader;
        this.groups = groups;
        this.writer = writer;
        this.publisher = publisher;
        this.deadline = deadline;
        this.token = token;
    }

    @GET
    public Uni<InboxState> state(@RestPath String user) {
        requireOwn(user);
        return deadline.within(reader.state(user));
    }

    @GET
    @Path("/notifications")
    public Uni<NotificationPage> notifications(@RestPath String user, @RestQuery("before") @Nullable String before,
            @RestQuery("limit") @Nullable String limit, @RestQuery("unread") @Nullable String unread,
            @RestQuery("archived") @Nullable String archived, @RestQuery("kind") @Nullable String kind,
            @RestQuery("thread") @Nullable String thread, @RestQuery("source_type") @Nullable String sourceType,
            @RestQuery("source_id") @Nullable String sourceId, @RestQuery("count") @Nullable String count,
            @RestQuery("group") @Nullable String group) {
        requireOwn(user);
        Long olderThan = InboxRequests.count("before", before, 1, Long.MAX_VALUE);
        Long size = InboxRequests.count("limit", limit, 1, NotificationPage.MAX_LIMIT);
        var filter = new InboxFilter(InboxRequests.flag("unread", unread), InboxRequests.flag("archived", archived),
                InboxRequests.kind(kind), InboxRequests.line("thread", thread, Limits.THREAD_LENGTH),
                InboxRequests.source(sourceType, sourceId));
        int pageSize = size == null ? PAGE_SIZE : size.intValue();
        boolean counted = InboxRequests.flag("count", count);
        return deadline.within(InboxRequests.byThread(group, filter, counted)
                ? groups.page(user, filter.unread(), olderThan, pageSize)
                : reader.page(user, filter, olderThan, pageSize, counted));
    }

    @GET
    @Path("/changes")
    public Uni<CatchUp.Difference> changes(
            @RestPath String user, @RestQuery("since") @Nullable String since,
            @RestQuery("epoch") @Nullable String epoch) {
        requireOwn(user);
        var position = new CatchUp.Position(
                user, InboxRequests.count("since", since, 0, Long.MAX_VALUE), InboxRequests.uuid("epoch", epoch));
        return deadline.within(reader.difference(position));
    }

    @POST
    @Path("/seen")
    public Uni<InboxAnswer> seen(@RestPath String user) {
        requireOwn(user);
        return change(user, writer.seen(user));
    }

    @POST
    @Path("/read")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InboxAnswer> read(@RestPath String user, JsonBody body) {
        return mark(user, Mark.READ, body);
    }

    @POST
    @Path("/unread")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InboxAnswer> unread(@RestPath String user, JsonBody body) {
        return mark(user, Mark.UNREAD, body);
    }

    @POST
    @Path("/read-all")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InboxAnswer> readAll(@RestPath String user, JsonBody body) {
        requireOwn(user);
        InboxRequest.ReadAll request = body.as(InboxRequest.ReadAll.class);
        return change(user, writer.readAll(user, request.upTo()));
    }

    @POST
    @Path("/archive")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InboxAnswer> archive(@RestPath String user, JsonBody body) {
        return mark(user, Mark.ARCHIVED, body);
    }

    @POST
    @Path("/unarchive")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<InboxAnswer> unarchive(@RestPath String user, JsonBody body) {
        requireOwn(user);
        InboxRequest.Ids request = body.as(InboxRequest.Ids.class);
        return change(user, writer.mark(user, Mark.UNARCHIVED, Selection.of(request.ids())));
    }

    @POST
    @Path("/archive-read")
    public Uni<InboxAnswer> archiveRead(@RestPath String user) {
        requireOwn(user);
        return change(user, writer.archiveRead(user));
    }

    private Uni<InboxAnswer> mark(String user, Mark mark, JsonBody body) {
        requireOwn(user);
        return change(user, writer.mark(user, mark, body.as(Selection.class)));
    }

    /** A change that outlasts the deadline is published all the same: the caller only stops waiting for it. */
    private Uni<InboxAnswer> change(String user, Uni<InboxChange> step) {
        Uni<InboxChange> published = step
                .call(change -> change.frame() == null ? Uni.createFrom().voidItem() : publisher.publishChange(change.frame()));
        return deadline.ofCaller(publisher.writing(List.of(user), published))
                .map(change -> new InboxAnswer(change.state(), change.more()));
    }

    private void requireOwn(String user) {
        if (!Objects.equals(user, token.getSubject())) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Use a token whose subject is the inbox's user.");
        }
        String wrong = TextRules.userId(user);
        if (wrong != null) {
            throw ProblemException.invalidRequest("/user", wrong);
        }
    }
}
