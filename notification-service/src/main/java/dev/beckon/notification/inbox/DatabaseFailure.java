package dev.beckon.notification.inbox;

import dev.beckon.notification.inbox.shards.AwayException;
import dev.beckon.notification.inbox.shards.MovedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a failed statement: PostgreSQL can never store the data, PostgreSQL is away, or this service is at fault. By
 * SQLSTATE class: PostgreSQL's documentation, appendix A.
 */
public enum DatabaseFailure {

    /** 22 data exception, 23 integrity constraint violation: this data fails every time. */
    DATA,

    /** No connection, no answer in time, pool full, shutdown, read-only, deadlock, disk full: may work later. */
    OUTAGE,

    /** 42 syntax error or access rule, 0A not supported, or no failure of a database at all. */
    FAULT;

    /** More connections than a pool has. */
    private static final int MOST_CONNECTIONS = 100;

    public static DatabaseFailure of(Throwable failure) {
        for (@Nullable
        Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case PgException refused when refused.getSqlState() != null -> {
                    return ofState(refused.getSqlState());
                }
                case SQLException refused when refused.getSQLState() != null -> { // Hibernate's form
                    return ofState(refused.getSQLState());
                }
                // the pool has no exception type of its own for "Timeout" and "Pool closed"
                case AwayException _,MovedException _,IOException _,TimeoutException _,io.smallrye.mutiny.TimeoutException _,VertxException _,NoStackTraceThrowable _ -> {
                    return OUTAGE;
                }
                default -> {}
            }
        }
        return FAULT;
    }

    /**
     * Repeats a call that PostgreSQL refused because a column changed after a connection prepared the statement. Each
     * connection drops its refused statement, so after one attempt for each connection no stale statement is left.
     *
     * @param call a whole transaction, which PostgreSQL has rolled back if it fails
     */
    static <T> Uni<T> repeatStale(Uni<T> call) {
        return call.onFailure(DatabaseFailure::isStaleStatement).retry().atMost(MOST_CONNECTIONS);
    }

    /**
     * 55P03 lock timeout, 57014 statement timeout, 40P01 deadlock, or a lane that has moved: PostgreSQL is there, and some of the
     * rows are not free.
     */
    public static boolean isContention(Throwable failure) {
        if (failure instanceof MovedException) {
            return true;
        }
        @Nullable
        String state = sqlState(failure);
        return state != null && (state.equals("55P03") || state.equals("57014") || state.equals("40P01"));
    }

    /** Rows are not free, or cannot be changed; that says nothing about other rows. */
    static boolean concernsTheseRows(Throwable failure) {
        return isContention(failure) || of(failure) != OUTAGE;
    }

    /** 0A000 "cached plan must not change result type", 26000 "prepared statement does not exist". */
    static boolean isStaleStatement(Throwable failure) {
        @Nullable
        String state = sqlState(failure);
        return state != null && (state.equals("0A000") || state.equals("26000"));
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (@Nullable
        Throwable cause = failure; cause != null; cause = cause.getCause()) {
            @Nullable
            String state = switch (cause) {
                case PgException refused -> refused.getSqlState();
                case SQLException refused -> refused.getSQLState();
                default -> null;
            };
            if (state != null) {
                return state;
            }
        }
        return null;
    }

    private static DatabaseFailure ofState(String sqlState) {
        return switch (sqlState.substring(0, 2)) {
            case "22", "23" -> DATA;
            case "42", "0A" -> FAULT;
            default -> OUTAGE;
        };
    }
}
