package dev.beckon.verify.model;

import dev.beckon.contracts.InboxPayload.InboxChanged;
import dev.beckon.contracts.InboxState;
import dev.beckon.testclients.Json;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What owners of inboxes ask for, each on the first of the own devices, and lists by thread on the last one. */
final class SmallOwners {

    private final SmallHistory history;
    private final Map<String, SmallInbox> database;
    private final Map<String, List<SmallDevice>> devices;
    private final Predicate<Mutant> isMutant;
    private final BooleanSupplier isSubscribed;

    SmallOwners(SmallHistory history, Map<String, SmallInbox> database, Map<String, List<SmallDevice>> devices, Predicate<Mutant> isMutant,
            BooleanSupplier isSubscribed) {
        this.history = history;
        this.database = database;
        this.devices = devices;
        this.isMutant = isMutant;
        this.isSubscribed = isSubscribed;
    }

    void see(String user) {
        SmallInbox inbox = database.get(user);
        change(user, "mark_seen", Map.of(), () -> inbox.see() ? InboxChanged::counts : null);
    }

    void read(String user, String source) {
        change(user, "mark_source_read", from(source), ids(inbox -> inbox.read(isFrom(source)), user, InboxChanged::read));
    }

    void read(String user, List<UUID> ids) {
        change(user, "mark_read", Map.of("ids", ids), ids(inbox -> inbox.read(isOneOf(ids)), user, InboxChanged::read));
    }

    void unread(String user, List<UUID> ids) {
        change(user, "mark_unread", Map.of("ids", ids), ids(inbox -> inbox.unread(isOneOf(ids)), user, InboxChanged::unread));
    }

    void archive(String user, List<UUID> ids) {
        change(user, "archive", Map.of("ids", ids), ids(inbox -> inbox.archive(isOneOf(ids)), user, InboxChanged::archived));
    }

    void archive(String user, String source) {
        change(user, "archive", from(source), ids(inbox -> inbox.archive(isFrom(source)), user, InboxChanged::archived));
    }

    void unarchive(String user, List<UUID> ids) {
        change(user, "unarchive", Map.of("ids", ids), ids(inbox -> inbox.unarchive(isOneOf(ids)), user, InboxChanged::unarchived));
    }

    void archiveRead(String user) {
        change(user, "archive_read", Map.of(), ids(SmallInbox::archiveRead, user, InboxChanged::archived));
    }

    /** All ids that the user has ever seen. */
    List<UUID> ids(String user) {
        return database.get(user).rows.stream().map(row -> row.id).toList();
    }

    private static Map<String, Object> from(String source) {
        return Map.of("source", Map.of("type", "comment", "id", source));
    }

    private static Predicate<SmallInbox.Row> isFrom(String source) {
        return row -> row.source.id().equals(source);
    }

    private static Predicate<SmallInbox.Row> isOneOf(List<UUID> ids) {
        return row -> ids.contains(row.id);
    }

    private Change ids(Function<SmallInbox, List<UUID>> change, String user, BiFunction<InboxState, List<UUID>, InboxChanged> frame) {
        return () -> {
            List<UUID> changed = change.apply(database.get(user));
            return changed.isEmpty() ? null : state -> frame.apply(state, changed);
        };
    }

    void listByThread(String user, boolean unread) {
        SmallDevice device = devices.get(user).getLast();
        int call = history.nextCall();
        history.note(at -> new Asked(at, device.name(), user, call, "list",
                Json.asTree(Map.of("limit", 100, "group", "thread", "filter", Map.of("unread", unread)))));
        history.note(at -> new Answered(at, device.name(), user, call, true,
                Json.asTree(Map.of("notifications", database.get(user).groups(unread)))));
    }

    void list(String user, boolean unread, boolean archived) {
        SmallDevice device = devices.get(user).getFirst();
        int call = history.nextCall();
        history.note(at -> new Asked(at, device.name(), user, call, "list",
                Json.asTree(Map.of("limit", 100, "filter", Map.of("unread", unread, "archived", archived)))));
        history.note(at -> new Answered(at, device.name(), user, call, true,
                Json.asTree(Map.of("notifications", database.get(user).list(unread, archived)))));
    }

    void readAll(String user, long upTo) {
        long reached = upTo + (isMutant.test(Mutant.THE_WATERMARK_GOES_TOO_FAR)
                ? 1
                : isMutant.test(Mutant.THE_WATERMARK_STAYS_BEHIND) ? -1 : 0);
        change(user, "mark_all_read", Map.of("up_to", upTo),
                () -> {
                    List<UUID> ended = database.get(user).readAll(reached);
                    return ended == null ? null : state -> InboxChanged.read(state, ended);
                });
    }

    long newest(String user) {
        return database.get(user).seq();
    }

    private interface Change {

        /** @return makes the frame; {@code null}: nothing has changed */
        @Nullable
        Function<InboxState, InboxChanged> make();
    }

    private void change(String user, String event, Map<String, Object> payload, Change change) {
        SmallDevice device = devices.get(user).getFirst();
        int call = history.nextCall();
        history.note(at -> new Asked(at, device.name(), user, call, event, Json.asTree(payload)));
        Function<InboxState, InboxChanged> frame = change.make();
        history.note(at -> new Answered(at, device.name(), user, call, true, Json.asTree(database.get(user).state())));
        if (frame != null && isSubscribed.getAsBoolean()) {
            devices.get(user).forEach(each -> each.changed(database.get(user), frame));
        }
    }
}
