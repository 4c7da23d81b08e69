package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever is done to inboxes at the same time, their counts are those of their rows, and a client that only ever asks
 * what changed ends with what is stored.
 */
@OnServers
class InboxPropertyIT {

    static final int OPERATIONS = Integer.getInteger("beckon.property.operations", 10_000);
    static final long SEED = Long.getLong("beckon.property.seed", System.nanoTime());
    static final int CONCURRENCY = 16;
    static final int INBOXES = 12;
    static final int MAX_RECIPIENTS = 5;

    @Inject
    NotificationStore store;

    @Inject
    InboxWriter writer;

    @Inject
    CatchUpReader reader;

    final List<String> users = Mentions.newUsers(INBOXES);
    final String prefix = users.getFirst().substring(0, 41);
    final Map<String, List<UUID>> ids = users.stream()
            .collect(Collectors.toMap(user -> user, _ -> new CopyOnWriteArrayList<>()));
    final List<MentionCreated> mentioned = new CopyOnWriteArrayList<>();
    final UUID epoch = UUID.fromString(Database.rows("SELECT epoch FROM database_epoch").getFirst());
    final Map<String, ReplicaOfInbox> replicas = users.stream()
            .collect(Collectors.toMap(user -> user, user -> new ReplicaOfInbox(user, epoch)));

    @Test
    void after_ten_thousand_mixed_operations_at_the_same_time_every_count_is_right() {
        System.out.printf("%d operations, seed %d (repeat with -Dbeckon.property.seed=…)%n", OPERATIONS, SEED);
        Random random = new Random(SEED);

        Multi.createFrom().range(0, OPERATIONS)
                .map(_ -> operation(new Random(random.nextLong())))
                .onItem().transformToUni(operation -> operation.onFailure(InboxPropertyIT::passes).retry().atMost(9))
                .merge(CONCURRENCY)
                .collect().last().await().indefinitely();

        assertThat(Database.brokenInboxes(prefix)).as("seed %d", SEED).isEmpty();
        assertThat(Database.rows("""
                SELECT recipient_id, rev, count(*) FROM notification n WHERE starts_with(recipient_id, '%s')
                    AND read_at IS NULL AND archived_at IS NULL GROUP BY 1, 2 HAVING count(*) > 1
                """.formatted(prefix))).as("each new notification has a revision of its own").isEmpty();
        assertThat(Database.count("SELECT count(*) FROM (SELECT DISTINCT mention_id, recipient_id FROM notification"
                + " WHERE starts_with(recipient_id, '%s')) n".formatted(prefix)))
                .isEqualTo(mentioned.stream().flatMap(mention ->
                        mention.recipients().stream().map(user -> mention.id() + user)).distinct().count());
        for (String user : users) {
            ReplicaOfInbox replica = replicas.get(user);
            catchUp(replica).await().indefinitely();
            assertThat(replica.rows()).as("seed %d", SEED).isEqualTo(Database.rows(ReplicaOfInbox.ROWS.formatted(user)));
        }
    }

    /** On a slow disk so many at a time may wait for each other until PostgreSQL ends one, which changes nothing. */
    /** A statement that another test's change of a column has made stale is repeated by what calls these in the service. */
    private static boolean passes(Throwable failure) {
        return tookTooLong(failure) || DatabaseFailure.isStaleStatement(failure);
    }

    private static boolean tookTooLong(Throwable failure) {
        return failure instanceof PgException ended && "57014".equals(ended.getSqlState());
    }

    private Uni<?> operation(Random random) {
        String user = users.get(random.nextInt(users.size()));
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> mention(random);
            case 4 -> writer.seen(user);
            case 5 -> writer.read(user, some(user, random));
            case 6 -> writer.readAll(user, random.nextInt(4) == 0 ? null : (long) random.nextInt(1 + ids.get(user).size()));
            case 7 -> writer.archive(user, some(user, random));
            default -> catchUp(replicas.get(user));
        };
    }

    /** New mentions, repeated ones, and parts of either. */
    private Uni<?> mention(Random random) {
        List<MentionCreated> batch = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            List<String> recipients = new ArrayList<>(users);
            Collections.shuffle(recipients, random);
            UUID id = mentioned.isEmpty() || random.nextInt(3) > 0
                    ? new UUID(random.nextLong(), random.nextLong())
                    : mentioned.get(random.nextInt(mentioned.size())).id();
            batch.add(Mentions.of(id, recipients.subList(0, 1 + random.nextInt(MAX_RECIPIENTS))));
        }
        mentioned.addAll(batch);
        return store.addNew(batch).invoke(rows -> rows.stream().filter(row -> row.fresh() != null)
                .forEach(row -> ids.get(row.recipient()).add(row.fresh().id())));
    }

    private List<UUID> some(String user, Random random) {
        List<UUID> known = ids.get(user);
        List<UUID> some = new ArrayList<>(List.of(new UUID(random.nextLong(), random.nextLong())));
        IntStream.range(0, known.isEmpty() ? 0 : random.nextInt(6))
                .forEach(_ -> some.add(known.get(random.nextInt(known.size()))));
        return some;
    }

    private Uni<?> catchUp(ReplicaOfInbox replica) {
        return reader.differences(List.of(replica.position())).invoke(found -> replica.apply(found.getFirst()));
    }
}
