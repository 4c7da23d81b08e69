package dev.beckon.notification.inbox;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed statement means: the data can never be stored, PostgreSQL is away, or we are at fault. By SQLSTATE class:
 * PostgreSQL's documentation, appendix A.
 */
public enum DatabaseFailure {

    /** 22 data exception, 23 integrity constraint violation: this data, every time. */
    DATA,

    /** No connection, no answer in time, pool full, shutdown, read-only, deadlock, disk full: may work later. */
    OUTAGE,

    /** 42 syntax error or access rule, 0A not supported, or no failure of a database at all. */
    FAULT;

    public static DatabaseFailure of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case PgException refused when refused.getSqlState() != null -> {
                    return ofState(refused.getSqlState());
                }
                case SQLException refused when refused.getSQLState() != null -> { // as Hibernate reports it
                    return ofState(refused.getSQLState());
                }
                // the pool reports its own state ("Timeout", "Pool closed") without a type of its own
                case IOException _, TimeoutException _, io.smallrye.mutiny.TimeoutException _, VertxException _,
                        NoStackTraceThrowable _ -> {
                    return OUTAGE;
                }
                default -> {}
            }
        }
        return FAULT;
    }

    /**
     * A prepared statement that no longer fits its tables: 0A000 "cached plan must not change result type", 26000 "prepared
     * statement does not exist". Preparing it again cures it.
     */
    static boolean isStaleStatement(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            @Nullable String state = switch (cause) {
                case PgException refused -> refused.getSqlState();
                case SQLException refused -> refused.getSQLState();
                default -> null;
            };
            if (state != null) {
                return state.equals("0A000") || state.equals("26000");
            }
        }
        return false;
    }

    private static DatabaseFailure ofState(String sqlState) {
        return switch (sqlState.substring(0, 2)) {
            case "22", "23" -> DATA;
            case "42", "0A" -> FAULT;
            default -> OUTAGE;
        };
    }
}
