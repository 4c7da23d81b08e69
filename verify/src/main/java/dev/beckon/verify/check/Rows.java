package dev.beckon.verify.check;

import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows that the harness found in the database at the end. */
final class Rows {

    record Place(String key, String user) {}

    private Rows() {}

    static Map<Place, List<RowFound>> byPlace(History history) {
        return history.all(RowFound.class).collect(Collectors.groupingBy(row -> new Place(row.key(), row.user())));
    }

    static Map<String, InboxFound> inboxes(History history) {
        return history.all(InboxFound.class).collect(Collectors.toMap(InboxFound::user, inbox -> inbox, (first, _) -> first));
    }

    static Map<String, List<RowFound>> byUser(History history) {
        return history.all(RowFound.class).collect(Collectors.groupingBy(RowFound::user));
    }
}
