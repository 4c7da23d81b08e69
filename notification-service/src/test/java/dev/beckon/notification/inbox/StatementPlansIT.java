package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.beckon.contracts.InboxFilter;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks plans on the service's own connections, because plans depend on their settings. */
@OnServers
class StatementPlansIT {

    static final int MENTIONS = 60;
    static final int RECIPIENTS = 5;
    static final Source.Key SOURCE = new Source.Key("comment", "c-7");

    @Inject
    Pool pool;

    @Inject
    NotificationStore store;

    static List<String> statements() {
        Stream<String> byOwners = Stream.concat(Arrays.stream(Mark.values()).flatMap(mark -> Stream.of(
                mark.on("ada", Selection.of(List.of(UUID.randomUUID()))), mark.on("ada", Selection.of(SOURCE)),
                mark.on("ada", Selection.of("thread 7")))),
                Stream.of(Mark.ARCHIVED.onRead())).map(Mark.Statement::sql);
        return Stream.concat(byOwners, Stream.of(AddStatement.ADD_NEW, ReviseStatement.REVISE, RevokeStatement.OF_SOURCE,
                RevokeStatement.OF_THREAD, RevokeStatement.LOCK_OF_SOURCE, RevokeStatement.LOCK_OF_THREAD, MentionText.LOCK,
                Erasure.LOCK_OWN_TEXTS, ErasedActor.LOCK_TEXTS, InboxLocks.LOCK_ALSO_EARLIER, ErasedActor.MENTIONS_OF, ErasedActor.ROWS_OF,
                ErasedActor.TAKE_MENTIONS_BACK, ErasedActor.TAKE_ROWS_BACK, Erasure.DELETE_NOTIFICATIONS, PersonExport.NOTIFICATIONS,
                PersonExport.MENTIONS, InboxReader.CATCH_UP.replace('?', '$'), GroupReader.GROUPS_OF_ALL.replace('?', '$'),
                GroupReader.GROUPS_OF_UNREAD.replace('?', '$'), InboxWriter.READ_UP_TO, Retention.LOOK, Retention.TAKE_OLD_BACK,
                Retention.TAKE_MANY_BACK, Retention.FIND_FORGETTABLE, Retention.FORGET, RetentionWalk.FIND_TEXTS,
                RetentionWalk.DELETE_TEXTS, Expiry.DUE, Expiry.LOCK, InboxWriter.SEE_ALL, InboxWriter.REMEMBER_SEEN,
                StatusReader.STATUS)).toList();
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

        assertThat(statement).as("prepared once for each connection").hasSizeLessThan(8_192);
        List<String> plan = explain(statement);

        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).matches(".*Scan .*on (inbox|inbox_mark|notification|mention)\\b.*")) {
                assertThat(plan.get(i + 1)).as(String.join("\n", plan)).containsAnyOf("Index Cond: ", "Recheck Cond: ");
            }
        }
        assertThat(plan).anyMatch(line -> line.contains("Index Cond: "));
    }

    /** An index that begins with the recipient would do as well, at the price of the whole inbox. */
    @Test
    void a_notification_of_a_mention_is_found_by_an_index_of_mentions_however_small_the_table_seems() {
        assertThat(explain(AddStatement.ADD_NEW)).filteredOn(line -> line.matches(".*Scan .*on notification\\b.*"))
                .isNotEmpty().allMatch(line -> line.contains("notification_once"));
        assertThat(List.of(Mark.READ.on("ada", Selection.of(SOURCE)).sql(), RevokeStatement.OF_SOURCE))
                .allMatch(statement -> explain(statement).stream().anyMatch(line -> line.contains("notification_once")));
    }

    /**
     * Each part of a list reads the index that has just what the part shows, in its order. Where that is never much, PostgreSQL may
     * read all of it and sort: few notifications are marked unread or have one source. While the table is small, the index of all that
     * is unread costs it no more than the one of what is marked so, nor does that of archived ones by time.
     */
    @ParameterizedTest
    @MethodSource("lists")
    void a_list_reads_what_it_shows(InboxFilter filter, String indexes) {
        Database.execute("VACUUM ANALYZE notification"); // other tests' dead rows make an index look larger than it is
        List<String> parts = InboxList.of("ada", filter, 7, 0).parts();

        for (int i = 0; i < parts.size(); i++) {
            String index = indexes.split(" ")[i];
            boolean few = List.of("notification_marked_unread", "mention_by_source").contains(index);
            List<String> plan = explain(sql(parts.get(i)));
            assertThat(plan).as(String.join("\n", plan))
                    .anyMatch(line -> line.matches(".* Scan .*" + (few ? "" : "using ") + index.replace("_marked", "(_marked)?").replace(
                            "_archived", "_archived(_at)?")
                            + "\\b.*"));
        }
    }

    /** The condition of a list as Hibernate writes it: columns for properties, numbered parameters, SQL as it is. */
    private static String sql(String condition) {
        String columns = condition.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT).replace("posix", "POSIX");
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
                .preparedQuery(AddStatement.ADD_NEW).execute(Tuple.of("[]", new Short[0], new String[0], new Long[0], new Short[0], false))
                .chain(() -> connection.query(
                        "SELECT name FROM pg_prepared_statements WHERE statement LIKE 'WITH here%is_fresh%'")
                        .execute()))
                .await().indefinitely().rowCount()).isEqualTo(1);
    }

    static List<Arguments> large() throws JsonProcessingException {
        List<String> users = Mentions.newUsers(MENTIONS * RECIPIENTS);
        List<MentionCreated> mentions = IntStream.range(0, MENTIONS).mapToObj(i -> Mentions.of(UUID.randomUUID(), users.subList(
                i * RECIPIENTS, (i + 1) * RECIPIENTS))).toList();
        UUID id = UUID.randomUUID();
        List<MentionCreated> revision = Lane.ALL.stream().map(lane -> revision(id, users.stream()
                .filter(user -> Lane.of(user).equals(lane)).toList())).toList();
        Short[] lanes = Lane.ALL.stream().map(lane -> (short) lane.number()).toArray(Short[]::new);
        ObjectMapper json = new ObjectMapper().findAndRegisterModules().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        return List.of(
                arguments(AddStatement.ADD_NEW, users, AddStatement.of(byIndex(mentions), false, list -> write(json, list)).parameters(),
                        2),
                arguments(ReviseStatement.REVISE, users, Tuple.of(json.writeValueAsString(revision), lanes), Lane.COUNT));
    }

    private static SequencedMap<Integer, MentionCreated> byIndex(List<MentionCreated> mentions) {
        SequencedMap<Integer, MentionCreated> byIndex = new LinkedHashMap<>();
        mentions.forEach(mention -> byIndex.put(byIndex.size(), mention));
        return byIndex;
    }

    private static String write(ObjectMapper json, Object list) {
        try {
            return json.writeValueAsString(list);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static MentionCreated revision(UUID id, List<String> recipients) {
        MentionCreated mention = Mentions.of(id, recipients);
        return new MentionCreated(id, mention.actor(), recipients, mention.source(), mention.excerpt(), mention.occurredAt(), mention
                .kind(),
                null, null, null, 5L);
    }

    /** The work grows with the rows, and not with their square. A revision may meet each row once for each lane. */
    @ParameterizedTest
    @MethodSource("large")
    void a_large_statement_compares_no_row_with_each_other_and_looks_none_up_again_and_again(String statement, List<String> users,
            Tuple parameters, int timesEach) {
        List<String> plan = new ArrayList<>();
        pool.withTransaction(connection -> connection.query("SET LOCAL plan_cache_mode = force_generic_plan").execute()
                .chain(() -> connection.preparedQuery("INSERT INTO inbox (recipient_id) SELECT unnest($1::text[])")
                        .execute(Tuple.of(users.toArray(String[]::new))))
                .chain(() -> connection.preparedQuery("EXPLAIN (ANALYZE, TIMING OFF) " + statement).execute(parameters))
                .invoke(rows -> rows.forEach(row -> plan.add(row.getString(0))))
                .chain(() -> connection.query("ROLLBACK AND CHAIN").execute())).await().indefinitely();

        assertThat(plan).allSatisfy(line -> {
            Matcher work = Pattern.compile("(?:Rows Removed by Join Filter: |Index Searches: |loops=)(\\d+)").matcher(line);
            if (work.find()) {
                assertThat(Integer.parseInt(work.group(1))).as(String.join("\n", plan)).isLessThanOrEqualTo(timesEach * users.size());
            }
        });
    }

    private List<String> explain(String statement) {
        List<String> lines = new ArrayList<>();
        pool.query("EXPLAIN (GENERIC_PLAN, COSTS OFF) " + statement).execute().await().indefinitely()
                .forEach(row -> lines.add(row.getString(0)));
        return lines;
    }
}
