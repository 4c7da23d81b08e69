package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxState;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;

/** An inbox's counters. Read only: they are raised and lowered by the statements that change the notifications. */
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

    @Formula("(SELECT e.epoch FROM database_epoch e)")
    UUID epoch;

    InboxState state() {
        return new InboxState(unread, unseen, seq, rev, epoch, readUpTo);
    }
}
