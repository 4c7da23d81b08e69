package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /inbox/{user}/notifications}: newest first, archived ones left out.
 *
 * @param nextBefore the {@code before} of the next page; {@code null} on the last one
 */
public record NotificationPage(
        List<Notification> notifications, @JsonProperty("next_before") @Nullable Long nextBefore) {

    /** Notifications on one page; a request for more is refused. */
    public static final int MAX_LIMIT = 100;
}
