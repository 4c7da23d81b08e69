package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/**
 * An inbox without its notifications: the answer of {@code GET /inbox/{user}} and of every change to an inbox.
 *
 * @param unread not opened one by one, not archived
 * @param unseen arrived since the user last opened the inbox: the number on the bell; never more than {@code unread}
 * @param seq the place of the newest notification; 0 in an empty inbox
 * @param rev raised by every change; a client that knows it can ask for exactly what changed since
 * @param epoch another epoch means the database was restored: revisions of before mean nothing
 * @param readUpTo every notification with {@code seq <= readUpTo} is read
 */
public record InboxState(
        int unread, int unseen, long seq, long rev, UUID epoch, @JsonProperty("read_up_to") long readUpTo) {}
