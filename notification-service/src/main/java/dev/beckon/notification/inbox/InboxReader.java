package dev.beckon.notification.inbox;

import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.NotificationPage;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One user's inbox for that user: its counts, and its notifications page by page. */
@ApplicationScoped
class InboxReader {

    private final Inboxes inboxes;
    private final Notifications notifications;
    private final Epochs epochs;

    InboxReader(Inboxes inboxes, Notifications notifications, Epochs epochs) {
        this.inboxes = inboxes;
        this.notifications = notifications;
        this.epochs = epochs;
    }

    /** An inbox nobody has written to yet is empty, at revision 0. */
    Uni<InboxState> state(String user) {
        return Panache.withSession(() -> inboxes.findById(user)
                .onItem().ifNotNull().transform(InboxEntity::state)
                .onItem().ifNull().switchTo(() -> epochs.current().map(epoch -> new InboxState(0, 0, 0, 0, epoch, 0))));
    }

    /** @param before {@code null}: from the newest */
    Uni<NotificationPage> page(String user, @Nullable Long before, int limit) {
        return Panache.withSession(() -> inboxes.findById(user)
                .onItem().ifNotNull().transformToUni(inbox -> notifications.page(user, before, limit + 1)
                        .map(rows -> toPage(rows, limit, inbox.readUpTo))))
                .onItem().ifNull().continueWith(() -> new NotificationPage(List.of(), null));
    }

    /** @param rows one more than asked for, if there is a next page */
    private static NotificationPage toPage(List<NotificationEntity> rows, int limit, long readUpTo) {
        List<NotificationEntity> shown = rows.subList(0, Math.min(limit, rows.size()));
        return new NotificationPage(
                shown.stream().map(row -> row.toNotification(readUpTo)).toList(),
                rows.size() > limit ? shown.getLast().seq : null);
    }

    @ApplicationScoped
    static class Inboxes implements PanacheRepositoryBase<InboxEntity, String> {}

    @ApplicationScoped
    static class Notifications implements PanacheRepositoryBase<NotificationEntity, NotificationEntity.Place> {

        Uni<List<NotificationEntity>> page(String user, @Nullable Long before, int limit) {
            return find("recipientId = ?1 and seq < ?2 and archivedAt is null order by seq desc",
                    user, before == null ? Long.MAX_VALUE : before).range(0, limit - 1).list();
        }
    }

    @ApplicationScoped
    static class Epochs implements PanacheRepositoryBase<EpochEntity, UUID> {

        Uni<UUID> current() {
            return findAll().singleResult().map(row -> row.epoch);
        }
    }
}
