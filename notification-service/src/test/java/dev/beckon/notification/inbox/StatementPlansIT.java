package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.beckon.contracts.InboxFilter;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.Source;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks plans on the service's own connections, because plans depend on their settings. */
@OnServers
class StatementPlansIT {

    static final Source.Key SOURCE = new Source.Key("comment", "c-7");

    @Inject
    Pool pool;

    @Inject
    NotificationStore store;

    static List<String> statements() {
        Stream<String> byOwners = Stream.concat(Arrays.stream(Mark.values()).flatMap(mark -> Stream.of(
                mark.on("ada", Selection.of(List.of(UUID.randomUUID()))), mark.on("ada", Selection.of(SOURCE)))),
                Stream.of(Mark.ARCHIVED.onRead())).map(Mark.Statement::sql);
        return Stream.concat(byOwners, Stream.of(AddStatement.ADD_NEW, ReviseStatement.REVISE, NotificationStore.LOCK_ALSO_EARLIER,
                InboxReader.CATCH_UP.replace('?', '$'), InboxWriter.READ_UP_TO)).toList();
    }

    static List<Arguments> lists() {
        return List.of(
                arguments(InboxFilter.ALL, "notification_unread notification_read"),
                arguments(new InboxFilter(true, false, null, null, null), "notification_unread notification_marked_unread"),
                arguments(new InboxFilter(false, true, null, null, null), "notification_archived"),
                arguments(new InboxFilter(false, false, "reply", null, null), "notification_of_kind"),
                arguments(new InboxFilter(false, false, null, "thread 7", null), "notification_of_thread"),
                arguments(new InboxFilter(false, false, null, null, SOURCE), "mention_by_source"));
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

    /**
     * Each part of a list reads the index that has just what the part shows, in its order. Where that is never much, PostgreSQL may
     * read all of it and sort: few notifications are marked unread or have one source. While the table is small, the index of all that
     * is unread costs it no more than the one of what is marked so.
     */
    @ParameterizedTest
    @MethodSource("lists")
    void a_list_reads_what_it_shows(InboxFilter filter, String indexes) {
        List<String> parts = InboxList.of("ada", filter, 7, 0).parts();

        for (int i = 0; i < parts.size(); i++) {
            String index = indexes.split(" ")[i];
            boolean few = List.of("notification_marked_unread", "mention_by_source").contains(index);
            List<String> plan = explain(sql(parts.get(i)));
            assertThat(plan).as(String.join("\n", plan))
                    .anyMatch(line -> line.matches(".* Scan .*" + (few ? "" : "using ") + index.replace("_marked", "(_marked)?")
                            + "\\b.*"));
        }
    }

    /** The condition of a list as Hibernate writes it: columns for properties, numbered parameters, SQL as it is. */
    private static String sql(String condition) {
        String columns = condition.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        String inlined = Pattern.compile("sql\\('(.*)', (.*)\\) as").matcher(columns).replaceAll(call -> {
            String inner = call.group(1).replace("''", "'");
            for (String argument : call.group(2).split(", ")) {
                inner = inner.replaceFirst("\\?", argument);
            }
            return Matcher.quoteReplacement("(" + inner + ") as");
        });
        String named = "SELECT * FROM (" + NotificationEntity.SHOWN + ") n WHERE " + inlined
                + " ORDER BY seq DESC FETCH FIRST :limit ROWS ONLY";
        List<String> names = new ArrayList<>();
        return Pattern.compile("(?<!:):(\\w+)").matcher(named).replaceAll(name -> {
            if (!names.contains(name.group(1))) {
                names.add(name.group(1));
            }
            return "\\$" + (names.indexOf(name.group(1)) + 1);
        });
    }

    @Test
    void statements_are_short_enough_to_be_prepared_once_for_each_connection() {
        store.addNew(List.of(Mentions.of(Mentions.newUser()))).await().indefinitely();

        assertThat(pool.withConnection(connection -> connection
                .preparedQuery(AddStatement.ADD_NEW).execute(Tuple.of("[]", new Short[0], false))
                .chain(() -> connection.query(
                        "SELECT name FROM pg_prepared_statements WHERE statement LIKE 'WITH here%jsonb_to_recordset%'")
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
