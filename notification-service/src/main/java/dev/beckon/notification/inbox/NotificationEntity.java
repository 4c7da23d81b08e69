package dev.beckon.notification.inbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import jakarta.persistence.Column;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityResult;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.SqlResultSetMapping;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code notification} with the text of its mention: the form for reads, and the columns that a mention fills. Read only,
 * like {@link InboxEntity}: {@link NotificationStore} and {@link InboxWriter} write the rows.
 */
@Entity
@Immutable
@IdClass(NotificationEntity.Key.class)
@Subselect(NotificationEntity.SHOWN)
@Synchronize({"notification", "mention"})
@SqlResultSetMapping(name = NotificationEntity.WITH_INBOX, entities = @EntityResult(entityClass = NotificationEntity.class), classes = @ConstructorResult(targetClass = InboxState.class, columns = {
        @ColumnResult(name = "unread", type = Integer.class), @ColumnResult(name = "unseen", type = Integer.class),
        @ColumnResult(name = "inbox_seq", type = Long.class), @ColumnResult(name = "inbox_rev", type = Long.class),
        @ColumnResult(name = "epoch", type = UUID.class), @ColumnResult(name = "read_up_to", type = Long.class)}), columns = {
                @ColumnResult(name = "position", type = Long.class), @ColumnResult(name = "snapshot", type = Boolean.class)})
@SqlResultSetMapping(name = NotificationEntity.WITH_GROUP, entities = @EntityResult(entityClass = NotificationEntity.class), classes = @ConstructorResult(targetClass = InboxState.class, columns = {
        @ColumnResult(name = "unread", type = Integer.class), @ColumnResult(name = "unseen", type = Integer.class),
        @ColumnResult(name = "inbox_seq", type = Long.class), @ColumnResult(name = "inbox_rev", type = Long.class),
        @ColumnResult(name = "epoch", type = UUID.class), @ColumnResult(name = "read_up_to", type = Long.class)}), columns = {
                @ColumnResult(name = "position", type = Long.class), @ColumnResult(name = "snapshot", type = Boolean.class),
                @ColumnResult(name = "next_before", type = Long.class), @ColumnResult(name = "changed", type = String.class),
                @ColumnResult(name = "group_count", type = Integer.class), @ColumnResult(name = "group_unread", type = Integer.class),
                @ColumnResult(name = "actor_count", type = Integer.class), @ColumnResult(name = "actors", type = String.class)})
class NotificationEntity {

    /** Columns of {@code mention} that share name and value with a field of {@code MentionCreated}, with their types. */
    static final String TEXT_TYPES = "actor jsonb, source jsonb, excerpt text, data jsonb";

    /** The same columns without their types. */
    static final String TEXT_COLUMNS = TEXT_TYPES.replaceAll(" \\w+(?=,|$)", "");

    /** Columns of {@code notification} that share name and value with a field of {@code MentionCreated}, with their types. */
    static final String OWN_TYPES = "kind text, thread text";

    /** The same columns without their types. */
    static final String OWN_COLUMNS = OWN_TYPES.replaceAll(" \\w+(?=,|$)", "");

    /** Every mapped column, by name: while versions are mixed, a table may have a column that this version lacks. */
    static final String COLUMNS = "recipient_id, seq, rev, id, mention_id, occurred_at, created_at, read_at, unread_at, archived_at, "
            + "retracted_at, " + OWN_COLUMNS + ", " + TEXT_COLUMNS;

    /** A release before the table {@code mention} kept the text in each row of {@code notification}. */
    static final String SHOWN = """
            SELECT n.recipient_id, n.seq, n.rev, n.id, n.mention_id, n.kind, n.thread, n.created_at, n.read_at, n.unread_at,
                   n.archived_at, n.retracted_at, coalesce(m.occurred_at, n.occurred_at) AS occurred_at,
                   coalesce(m.actor, n.actor) AS actor, coalesce(m.source, n.source) AS source,
                   coalesce(m.excerpt, n.excerpt) AS excerpt, CASE WHEN m.id IS NULL THEN n.data ELSE m.data END AS data
            FROM notification n
            """ + MentionText.SHOWN;

    /** Maps a row of a catch-up: the notification or {@code null}, the {@link InboxState}, the position, snapshot or not. */
    static final String WITH_INBOX = "notification with inbox";

    /** The same for groups: also the next page, a changed thread or {@code null}, the numbers of a group or {@code null}. */
    static final String WITH_GROUP = "notification with group";

    /** The primary key. */
    record Key(String recipientId, long seq) {}

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

    String kind;

    @Nullable
    String thread;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    ObjectNode data;

    @Column(name = "occurred_at")
    Instant occurredAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "read_at")
    @Nullable
    Instant readAt;

    @Column(name = "unread_at")
    @Nullable
    Instant unreadAt;

    @Column(name = "archived_at")
    @Nullable
    Instant archivedAt;

    @Column(name = "retracted_at")
    @Nullable
    Instant retractedAt;

    boolean isRetracted() {
        return retractedAt != null;
    }

    /** @param readUpTo the inbox's watermark */
    Notification toNotification(long readUpTo) {
        return new Notification(notificationId, mentionId, seq, rev, actor, source, excerpt, occurredAt, kind, thread, data, createdAt,
                readAt != null || seq <= readUpTo && unreadAt == null, archivedAt != null);
    }
}
