package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
 * Under any concurrent changes, an inbox's counts equal those of its rows, and a client that only asks for changes ends with
 * the stored inbox.
 */
@OnServers
class InboxPropertyIT {

    static final int OPERATIONS = Integer.getInteger("beckon.property.operations", 5_000);
    static final long SEED = Long.getLong("beckon.property.seed", System.nanoTime());
    static final int CONCURRENCY = 16;
    static final int INBOXES = 12;
    static final int MAX_RECIPIENTS = 5;

    @Inject
    NotificationStore store;

    @Inject
    InboxWriter writer;

    @Inject
    InboxReader reader;

    final List<String> users = Mentions.newUsers(INBOXES);
    final String prefix = users.getFirst().substring(0, 41);
    final Map<String, List<UUID>> ids = users.stream()
            .collect(Collectors.toMap(user -> user, _ -> new CopyOnWriteArrayList<>()));
    final List<MentionCreated> mentioned = new CopyOnWriteArrayList<>();
    final Map<String, ReplicaOfInbox> replicas = users.stream()
            .collect(Collectors.toMap(user -> user, user -> new ReplicaOfInbox(user, Database.epochOf(user))));

    @Test
    void after_five_thousand_mixed_operations_at_the_same_time_every_count_is_right() {
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
                .isEqualTo(mentioned.stream().flatMap(mention -> mention.recipients().stream().map(user -> mention.id() + user)).distinct()
                        .count());
        for (String user : users) {
            ReplicaOfInbox replica = replicas.get(user);
            catchUp(replica).await().indefinitely();
            assertThat(replica.rows()).as("seed %d", SEED).isEqualTo(Database.rows(ReplicaOfInbox.ROWS.formatted(user)));
        }
    }

    /**
     * On a slow disk statements may wait for each other until PostgreSQL ends one, which changes nothing. The service repeats a
     * statement that became stale when another test changed a column.
     */
    private static boolean passes(Throwable failure) {
        return DatabaseFailure.isContention(failure) || DatabaseFailure.isStaleStatement(failure);
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
        return store.addNew(batch).invoke(stored -> stored.frames(_ -> Trail.NONE).stream()
                .filter(frame -> !frame.event().equals(InboxFrame.STALE))
                .forEach(frame -> ids.get(frame.user()).add(NotificationIds.of(frame))));
    }

    private List<UUID> some(String user, Random random) {
        List<UUID> known = ids.get(user);
        List<UUID> some = new ArrayList<>(List.of(new UUID(random.nextLong(), random.nextLong())));
        IntStream.range(0, known.isEmpty() ? 0 : random.nextInt(6))
                .forEach(_ -> some.add(known.get(random.nextInt(known.size()))));
        return some;
    }

    private Uni<?> catchUp(ReplicaOfInbox replica) {
        return Uni.createFrom().item(() -> difference(replica.position())) // Hibernate Reactive runs on an event loop only
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(found -> replica.apply(found));
    }

    private Difference difference(Position position) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> reader.difference(position));
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
