package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxState;
import java.util.List;
import java.util.UUID;

/**
 * What a user's call made of an inbox.
 *
 * @param changed false: everything was so already, and {@code rev} stayed
 * @param read ids that became read one by one
 * @param archived ids that became archived
 */
record InboxChange(InboxState state, boolean changed, List<UUID> read, List<UUID> archived) {

    static InboxChange none(InboxState state) {
        return new InboxChange(state, false, List.of(), List.of());
    }
}
