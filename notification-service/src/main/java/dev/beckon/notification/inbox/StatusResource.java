package dev.beckon.notification.inbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** For those who post mentions: what became of one, by the key with which it was posted. Has no texts. */
@Path("/mentions/{key}")
@RolesAllowed({"mentions:write", StatusResource.READ_ALL})
@Produces(MediaType.APPLICATION_JSON)
@RegisterForReflection(fields = false) // keeps the names of the query parameters
class StatusResource {

    /** The role that may read the mentions of every caller. */
    static final String READ_ALL = "mentions:read";

    static final int PAGE_SIZE = 100;
    static final int MAX_PAGE_SIZE = 500;

    private static final Pattern KEY = Pattern.compile(MentionKey.PATTERN);

    private final StatusReader reader;
    private final Deadline deadline;
    private final JsonWebToken token;
    private final SecurityIdentity identity;

    StatusResource(StatusReader reader, Deadline deadline, JsonWebToken token, SecurityIdentity identity) {
        this.reader = reader;
        this.deadline = deadline;
        this.token = token;
        this.identity = identity;
    }

    /**
     * A mention, with a page of its recipients.
     *
     * @param revision the highest that any lane has stored; 0: as it was posted
     * @param occurredAt {@code null}: the mention was taken back
     * @param recipients all whom any revision named, by their ids in byte order
     * @param nextAfter {@code after} of the next page; {@code null} on the last
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MentionStatus(
            UUID id, long revision,
            @JsonProperty("occurred_at") @Nullable Instant occurredAt,
            @JsonProperty("retracted_at") @Nullable Instant retractedAt,
            List<Recipient> recipients,
            @JsonProperty("next_after") @Nullable String nextAfter) {}

    /**
     * One recipient's notification; a time is {@code null} if that has not happened.
     *
     * @param seenAt the recipient opened the inbox with the notification in it
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Recipient(
            String user,
            @JsonProperty("stored_at") @Nullable Instant storedAt,
            @JsonProperty("seen_at") @Nullable Instant seenAt,
            @JsonProperty("read_at") @Nullable Instant readAt,
            @JsonProperty("archived_at") @Nullable Instant archivedAt,
            @JsonProperty("retracted_at") @Nullable Instant retractedAt) {}

    @GET
    public Uni<MentionStatus> status(@RestPath String key, @RestQuery("caller") @Nullable String caller,
            @RestQuery("limit") @Nullable String limit, @RestQuery("after") @Nullable String after) {
        if (!KEY.matcher(key).matches()) {
            throw ProblemException.invalidRequest("/key", "must be 1 to 200 visible ASCII characters without spaces");
        }
        Long size = InboxRequests.count("limit", limit, 1, MAX_PAGE_SIZE);
        String from = InboxRequests.userId("after", after);
        return deadline.within(reader.status(new MentionKey(caller(caller), key).id(), from == null ? "" : from,
                size == null ? PAGE_SIZE : size.intValue()))
                .map(found -> found.orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND,
                        "This caller has posted no mention with this key, or it is not stored yet: then repeat the call.")));
    }

    private String caller(@Nullable String asked) {
        String subject = token.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new AuthenticationFailedException("no subject");
        }
        if (asked != null && !asked.equals(subject) && !identity.hasRole(READ_ALL)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "Use a token whose groups contain %s, or leave caller out."
                    .formatted(READ_ALL));
        }
        return Objects.requireNonNullElse(asked, subject);
    }
}
