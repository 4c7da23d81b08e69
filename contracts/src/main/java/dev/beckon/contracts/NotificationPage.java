package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /inbox/{user}/notifications}: newest first, by an {@link InboxFilter}.
 *
 * @param nextBefore the {@code before} of the next page; {@code null} on the last one
 * @param count notifications on all pages of the list, at most {@link #MAX_COUNT}, which means as many or more; {@code null} unless the
 *     caller asked for it
 * @param rev the inbox's revision at which the page was read; {@code null} unless the list is by thread
 */
public record NotificationPage(List<Notification> notifications, @JsonProperty("next_before") @Nullable Long nextBefore,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer count, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long rev) {

    /** A page of single notifications. */
    public NotificationPage(List<Notification> notifications, @Nullable Long nextBefore, @Nullable Integer count) {
        this(notifications, nextBefore, count, null);
    }

    /** Notifications on one page; a request for more is refused. */
    public static final int MAX_LIMIT = 100;

    /** Bounds the time that a count takes. */
    public static final int MAX_COUNT = 10_000;
}
