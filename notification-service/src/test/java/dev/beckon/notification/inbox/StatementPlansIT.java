package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks plans on the service's own connections, because plans depend on their settings. */
@OnServers
class StatementPlansIT {

    @Inject
    Pool pool;

    @Inject
    NotificationStore store;

    static List<String> statements() {
        return List.of(AddStatement.ADD_NEW, ReviseStatement.REVISE, NotificationStore.LOCK_ALSO_EARLIER, InboxReader.CATCH_UP.replace('?',
                '$'));
    }

    @ParameterizedTest
    @MethodSource("statements")
    void inboxes_and_notifications_are_read_by_key_also_while_tables_are_small(String statement) {
        store.addNew(List.of(Mentions.of(Mentions.newUser()))).await().indefinitely();

        List<String> plan = explain(statement);

        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).matches(".*Scan .*on (inbox|notification|mention)\\b.*")) {
                assertThat(plan.get(i + 1)).as(String.join("\n", plan)).containsAnyOf("Index Cond: ", "Recheck Cond: ");
            }
        }
        assertThat(plan).anyMatch(line -> line.contains("Index Cond: "));
    }

    @Test
    void statements_are_short_enough_to_be_prepared_once_for_each_connection() {
        store.addNew(List.of(Mentions.of(Mentions.newUser()))).await().indefinitely();

        assertThat(pool.withConnection(connection -> connection
                .preparedQuery(AddStatement.ADD_NEW).execute(Tuple.of("[]", new Short[0], false))
                .chain(() -> connection.query("SELECT name FROM pg_prepared_statements WHERE statement LIKE 'WITH here%'")
                        .execute()))
                .await().indefinitely().rowCount()).isEqualTo(1);
    }

    private List<String> explain(String statement) {
        List<String> lines = new ArrayList<>();
        pool.query("EXPLAIN (GENERIC_PLAN, COSTS OFF) " + statement).execute().await().indefinitely()
                .forEach(row -> lines.add(row.getString(0)));
        return lines;
    }
}
