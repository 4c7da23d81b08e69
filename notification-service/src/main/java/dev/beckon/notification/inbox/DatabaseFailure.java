package dev.beckon.notification.inbox;

import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed statement means: the data can never be stored, the statement itself is wrong, or PostgreSQL is away.
 * By SQLSTATE class: PostgreSQL's documentation, appendix A.
 */
public enum DatabaseFailure {

    /** 22 data exception, 23 integrity constraint violation: this data, every time. */
    DATA,

    /** 42 syntax error or access rule, 0A not supported: a bug, or a schema of another version. */
    STATEMENT,

    /** All else: no connection, no answer in time, shutdown, read-only, deadlock, disk full. May work later. */
    OUTAGE;

    public static DatabaseFailure of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refused && refused.getSqlState() != null) {
                return ofState(refused.getSqlState());
            }
        }
        return OUTAGE;
    }

    private static DatabaseFailure ofState(String sqlState) {
        return switch (sqlState.substring(0, 2)) {
            case "22", "23" -> DATA;
            case "42", "0A" -> STATEMENT;
            default -> OUTAGE;
        };
    }
}
