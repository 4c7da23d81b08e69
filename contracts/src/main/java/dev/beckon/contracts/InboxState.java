package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/**
 * An inbox without its notifications: the answer of {@code GET /inbox/{user}} and of every change to an inbox. Other messages
 * about an inbox contain one; on the wire its fields stand among theirs.
 *
 * @param unread not opened one by one, not archived
 * @param unseen arrived since the user last opened the inbox: the number on the bell; never more than {@code unread}
 * @param seq the {@code seq} of the newest notification; 0 in an empty inbox
 * @param rev raised by every change; a client can ask for exactly the changes since a {@code rev}
 * @param epoch changes when the database is restored: revisions of another epoch mean nothing
 * @param readUpTo every notification with {@code seq <= readUpTo} is read, unless its owner marked it unread since
 */
public record InboxState(
        int unread, int unseen, long seq, long rev, UUID epoch, @JsonProperty("read_up_to") long readUpTo) {

    /** An inbox without any write so far. */
    public static InboxState empty(UUID epoch) {
        return new InboxState(0, 0, 0, 0, epoch, 0);
    }
}
