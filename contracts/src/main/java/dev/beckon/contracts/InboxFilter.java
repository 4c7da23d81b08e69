package dev.beckon.contracts;

import org.jspecify.annotations.Nullable;

/**
 * Which notifications of an inbox a list shows: those that have everything that the filter names.
 *
 * @param unread true: only unread ones
 * @param archived true: only archived ones; false: only the others
 * @param source {@code null}, like {@code kind} and {@code thread}: any
 */
public record InboxFilter(boolean unread, boolean archived, @Nullable String kind, @Nullable String thread,
        Source.@Nullable Key source) {

    /** Everything that is not archived. */
    public static final InboxFilter ALL = new InboxFilter(false, false, null, null, null);

    /** Everything that is neither archived nor read. */
    public static final InboxFilter UNREAD = new InboxFilter(true, false, null, null, null);
}
