package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.notification.inbox.shards.MovedException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** An inbox's counters. Read only: the statements that change notifications also change the counters. */
@Entity
@Immutable
@Table(name = "inbox")
class InboxEntity {

    @Id
    @Column(name = "recipient_id")
    String recipientId;

    int unread;

    int unseen;

    long seq;

    long rev;

    @Column(name = "read_up_to")
    long readUpTo;

    /** {@code null}: the inbox's lane has moved to another server. */
    @Formula("(SELECT l.epoch FROM lane l WHERE l.number = lane_of(recipient_id) AND l.moved_to IS NULL)")
    @Nullable
    UUID epoch;

    InboxState state() {
        if (epoch == null) {
            throw new MovedException(Lane.of(recipientId));
        }
        return new InboxState(unread, unseen, seq, rev, epoch, readUpTo);
    }
}
