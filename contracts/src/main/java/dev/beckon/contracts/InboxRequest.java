package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.beckon.contracts.rules.Checked;
import dev.beckon.contracts.rules.Entries;
import dev.beckon.contracts.rules.Text;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls that change an inbox. The answer to each is an {@link InboxAnswer}. */
public final class InboxRequest {

    /** Ids in one call. */
    public static final int MAX_IDS = 500;

    /** Notifications that one call changes when it does not name them by id; then {@link InboxAnswer#more} is true. */
    public static final int MAX_CHANGED = 500;

    private InboxRequest() {}

    /**
     * {@code POST /inbox/{user}/read}, {@code …/unread} and {@code …/archive}: ids of notifications, at most {@link #MAX_IDS}, or a
     * source, for all notifications of mentions in it, or a thread, for all of its notifications that are not archived.
     */
    public record Selection(@Entries(max = MAX_IDS, required = false) @Nullable List<UUID> ids, @Valid Source.@Nullable Key source,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Text(max = Limits.THREAD_LENGTH, required = false) @Nullable String thread)
            implements Checked {

        public static Selection of(List<UUID> ids) {
            return new Selection(ids, null, null);
        }

        public static Selection of(Source.Key source) {
            return new Selection(null, source, null);
        }

        public static Selection of(String thread) {
            return new Selection(null, null, thread);
        }

        @Override
        public void check(Instant now, BiConsumer<String, String> finding) {
            if (ids == null && source == null && thread == null) {
                finding.accept("ids", "is required, unless there is a source or a thread");
            } else if (ids != null && source != null) {
                finding.accept("source", "must not come together with ids");
            } else if (thread != null && (ids != null || source != null)) {
                finding.accept("thread", "must not come together with ids or a source");
            }
        }
    }

    /** {@code POST /inbox/{user}/unarchive}: ids of notifications, at most {@link #MAX_IDS}. */
    public record Ids(@Entries(max = MAX_IDS) List<UUID> ids) {}

    /**
     * {@code POST /inbox/{user}/read-all}.
     *
     * @param upTo the newest {@code seq} the user has seen, so that later arrivals stay unread; {@code null}: all
     */
    public record ReadAll(@Nullable Long upTo) {}
}
