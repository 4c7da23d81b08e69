package dev.beckon.notification.inbox;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A notification as stored. Read only, like {@link InboxEntity}. */
@Entity
@Immutable
@IdClass(NotificationEntity.Place.class)
@Table(name = "notification")
class NotificationEntity {

    /** The primary key. */
    record Place(String recipientId, long seq) {}

    @Id
    @Column(name = "recipient_id")
    String recipientId;

    @Id
    long seq;

    long rev;

    @Column(name = "id")
    UUID notificationId;

    @Column(name = "mention_id")
    UUID mentionId;

    @JdbcTypeCode(SqlTypes.JSON)
    Actor actor;

    @JdbcTypeCode(SqlTypes.JSON)
    Source source;

    String excerpt;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "read_at")
    @Nullable Instant readAt;

    @Column(name = "archived_at")
    @Nullable Instant archivedAt;

    /** @param readUpTo the inbox's watermark */
    Notification toNotification(long readUpTo) {
        return new Notification(notificationId, mentionId, seq, rev, actor, source, excerpt, occurredAt, createdAt,
                readAt != null || seq <= readUpTo, archivedAt != null);
    }
}
