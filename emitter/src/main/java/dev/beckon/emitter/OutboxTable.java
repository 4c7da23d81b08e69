package dev.beckon.emitter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table of {@code examples/emitters/outbox/outbox.sql} in PostgreSQL. Each statement is a transaction of its own: a relay that
 * waits for an answer holds a lease, which is a time in the row, and no lock.
 */
final class OutboxTable {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)?");

    private final String lease;
    private final String release;
    private final String delete;
    private final String refuse;

    /** @throws IllegalArgumentException if the name is not a plain one, with or without a schema */
    OutboxTable(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a table: " + name);
        }
        // now() is the begin of the transaction: all rows of a batch have one lease.
        this.lease = ("WITH waiting AS (SELECT id FROM %1$s WHERE refused IS NULL AND (leased_until IS NULL OR leased_until < now())"
                + " ORDER BY created_at, id LIMIT ? FOR UPDATE SKIP LOCKED)"
                + " UPDATE %1$s AS row SET leased_until = now() + ? * interval '1 millisecond' FROM waiting WHERE row.id = waiting.id"
                + " RETURNING row.id, row.created_at, row.leased_until, coalesce(row.key, row.id::text) AS key, row.revision,"
                + " CASE WHEN row.revision IS NULL THEN row.body ELSE row.body || jsonb_build_object('revision', row.revision) END AS body")
                .formatted(name);
        this.release = "UPDATE %s SET leased_until = NULL WHERE id = ? AND leased_until = ?".formatted(name);
        this.delete = "DELETE FROM %s WHERE id = ?".formatted(name);
        this.refuse = "UPDATE %s SET refused = ?, leased_until = NULL WHERE id = ?".formatted(name);
    }

    /** @param revision null: a post; @param body null: a retraction */
    record Row(UUID id, OffsetDateTime createdAt, OffsetDateTime leasedUntil, String key, @Nullable Long revision, @Nullable String body) {}

    /** Takes rows that wait and that no other relay has, the oldest first. */
    List<Row> lease(Connection database, int most, Duration time) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement query = database.prepareStatement(lease)) {
            query.setInt(1, most);
            query.setLong(2, time.toMillis());
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getObject("id", UUID.class), found.getObject("created_at", OffsetDateTime.class),
                            found.getObject("leased_until", OffsetDateTime.class), found.getString("key"),
                            found.getObject("revision", Long.class), found.getString("body")));
                }
            }
        }
        rows.sort(Comparator.comparing(Row::createdAt).thenComparing(row -> row.id().toString())); // RETURNING has no order
        return rows;
    }

    /** Gives rows back at once; a relay that dies gives them back when its lease ends. */
    void release(Connection database, List<Row> rows) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(release)) {
            for (Row row : rows) {
                update.setObject(1, row.id());
                update.setObject(2, row.leasedUntil());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    void delete(Connection database, Row row) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(delete)) {
            update.setObject(1, row.id());
            update.executeUpdate();
        }
    }

    /** @param reason for a person to look at */
    void refuse(Connection database, Row row, String reason) throws SQLException {
        try (PreparedStatement update = database.prepareStatement(refuse)) {
            update.setString(1, reason);
            update.setObject(2, row.id());
            update.executeUpdate();
        }
    }
}
