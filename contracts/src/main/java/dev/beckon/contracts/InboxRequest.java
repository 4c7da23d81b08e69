package dev.beckon.contracts;

import dev.beckon.contracts.rules.Entries;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of the calls that change an inbox. */
public final class InboxRequest {

    /** Ids in one call of read or archive. */
    public static final int MAX_IDS = 500;

    private InboxRequest() {}

    /** {@code POST /inbox/{user}/read} and {@code …/archive}: ids of notifications, at most {@link #MAX_IDS}. */
    public record Ids(@Entries(max = MAX_IDS) List<UUID> ids) {}

    /**
     * {@code POST /inbox/{user}/read-all}.
     *
     * @param upTo the newest {@code seq} the user has seen, so that later arrivals stay unread; {@code null}: all
     */
    public record ReadAll(@Nullable Long upTo) {}
}
