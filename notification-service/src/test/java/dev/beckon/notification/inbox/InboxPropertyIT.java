package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxRequest.Selection;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.contracts.Source;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.inbox.InboxWriter.InboxChange;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.MentionChange.Revised;
import dev.beckon.notification.inbox.MentionChange.Revoked;
import dev.beckon.notification.inbox.NotificationStore.Stored;
import dev.beckon.notification.inbox.shards.Shards;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Under any concurrent changes of owners, senders and editors, an inbox's counts equal those of its rows; a client that only asks for
 * changes, one that only takes frames, REST and PostgreSQL end with the same inbox.
 */
@OnServers
class InboxPropertyIT {

    static final int OPERATIONS = Integer.getInteger("beckon.property.operations", 10_000);
    static final long SEED = Long.getLong("beckon.property.seed", System.nanoTime());
    static final int CONCURRENCY = 16;
    static final int INBOXES = 12;
    static final int MAX_RECIPIENTS = 5;
    static final int SOURCES = 100;
    /** More than one call of archive-read changes, so that replicas need no snapshot. */
    static final int MAX_CHANGES = 2_000;
    static final int MAX_REVISION = 60;
    static final String EDITED = "edited";

    @Inject
    NotificationStore store;

    @Inject
    InboxWriter writer;

    @Inject
    InboxReader reader;

    @Inject
    ObjectMapper json;

    @Inject
    Shards shards;

    final List<String> users = Mentions.newUsers(INBOXES);
    final String prefix = users.getFirst().substring(0, 41);
    final Map<String, List<UUID>> ids = users.stream()
            .collect(Collectors.toMap(user -> user, _ -> new CopyOnWriteArrayList<>()));
    final List<MentionCreated> mentioned = new CopyOnWriteArrayList<>();
    final Map<String, ReplicaOfInbox> replicas = users.stream()
            .collect(Collectors.toMap(user -> user, user -> new ReplicaOfInbox(user, Database.epochOf(user))));
    final Map<String, Queue<InboxFrame>> frames = users.stream()
            .collect(Collectors.toMap(user -> user, _ -> new ConcurrentLinkedQueue<>()));
    /** Mentions that are edited and taken back, with the highest revision so far. */
    final Map<UUID, Long> edited = new ConcurrentHashMap<>();
    final List<UUID> toEdit = IntStream.range(0, 40).mapToObj(_ -> UUID.randomUUID()).toList();

    @Test
    void after_ten_thousand_mixed_operations_at_the_same_time_every_count_is_right() {
        System.out.printf("%d operations, seed %d (repeat with -Dbeckon.property.seed=…)%n", OPERATIONS, SEED);
        Random random = new Random(SEED);

        Multi.createFrom().range(0, OPERATIONS)
                .map(_ -> operation(new Random(random.nextLong())))
                .onItem().transformToUni(operation -> operation.onFailure(InboxPropertyIT::passes).retry().atMost(99))
                .merge(CONCURRENCY)
                .collect().last().await().indefinitely();

        assertThat(Database.brokenInboxes(prefix)).as("seed %d", SEED).isEmpty();
        assertThat(Database.count("SELECT count(*) FROM (SELECT DISTINCT mention_id, recipient_id FROM notification"
                + " WHERE starts_with(recipient_id, '%s') AND kind <> '%s') n".formatted(prefix, EDITED)))
                .isEqualTo(mentioned.stream().flatMap(mention -> mention.recipients().stream().map(user -> mention.id() + user)).distinct()
                        .count());
        assertThat(Database.rows("SELECT mention_id, recipient_id FROM notification WHERE starts_with(recipient_id, '%s')"
                .formatted(prefix) + " AND kind = '%s' AND retracted_at IS NULL".formatted(EDITED)))
                .as("seed %d", SEED).containsExactlyInAnyOrderElementsOf(namedByLastRevisions());
        for (String user : users) {
            List<String> stored = Database.rows(ReplicaOfInbox.ROWS.formatted(user));
            ReplicaOfInbox replica = replicas.get(user);
            catchUp(replica).await().indefinitely();
            assertThat(replica.rows()).as("seed %d", SEED).isEqualTo(stored);
            ReplicaOfInbox byFrames = new ReplicaOfInbox(user, Database.epochOf(user));
            frames.get(user).stream().sorted(Comparator.comparingLong(frame -> frame.revisions().rev()))
                    .forEach(frame -> byFrames.apply(frame, json)); // each change is exactly one frame, each new notification as well
            assertThat(byFrames.rows()).as("seed %d", SEED).isEqualTo(stored);
            assertThat(byFrames.state()).isEqualTo(replica.state()).isEqualTo(new Api(user).state());
            assertThatRestAgrees(user, replica);
        }
    }

    private void assertThatRestAgrees(String user, ReplicaOfInbox replica) {
        assertList(user, "", replica, n -> !n.archived());
        assertList(user, "&unread=true", replica, n -> !n.archived() && !n.read());
        assertList(user, "&archived=true", replica, Notification::archived);
        assertList(user, "&unread=true&archived=true", replica, n -> n.archived() && !n.read());
        assertList(user, "&kind=" + EDITED, replica, n -> !n.archived() && n.kind().equals(EDITED));
        assertList(user, "&kind=mention&unread=true", replica, n -> !n.archived() && !n.read() && n.kind().equals("mention"));
        assertList(user, "&thread=thread-1", replica, n -> !n.archived() && "thread-1".equals(n.thread()));
        assertList(user, "&source_type=comment&source_id=c-1", replica, n -> !n.archived() && n.source().id().equals("c-1"));
    }

    private static void assertList(String user, String filter, ReplicaOfInbox replica, Predicate<Notification> shown) {
        List<Notification> listed = new ArrayList<>();
        NotificationPage page;
        String before = "";
        do {
            page = new Api(user).notifications("?limit=100&count=true" + filter + before).then().statusCode(200).extract()
                    .as(NotificationPage.class);
            listed.addAll(page.notifications());
            before = "&before=" + page.nextBefore();
        } while (page.nextBefore() != null);
        assertThat(listed).as("%s of %s, seed %d", filter, user, SEED).isEqualTo(replica.list(shown));
        assertThat(page.count()).as("count of %s, seed %d", filter, SEED).isEqualTo(listed.size());
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
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> mention(random);
            case 4 -> framed(user, writer.seen(user));
            case 5 -> framed(user, writer.mark(user, Mark.READ, some(user, random)));
            case 6 -> framed(user, writer.readAll(user, random.nextInt(4) == 0
                    ? null
                    : (long) random.nextInt(1 + ids.get(user).size())));
            case 7 -> framed(user, writer.mark(user, Mark.ARCHIVED, some(user, random)));
            case 8, 9 -> framed(user, writer.mark(user, Mark.UNREAD, some(user, random)));
            case 10 -> framed(user, writer.mark(user, Mark.UNARCHIVED, some(user, random)));
            case 11 -> random.nextBoolean() ? framed(user, writer.archiveRead(user)) : catchUp(replicas.get(user));
            case 12, 13 -> edit(random);
            case 14 -> revoke(user, random);
            default -> catchUp(replicas.get(user));
        };
    }

    private Uni<?> framed(String user, Uni<InboxChange> change) {
        return change.invoke(done -> {
            if (done.frame() != null) {
                frames.get(user).add(done.frame());
            }
        });
    }

    private Uni<?> framed(Uni<Stored> stored) {
        return stored.invoke(done -> done.frames(_ -> Trail.NONE).stream()
                .filter(frame -> !frame.event().equals(InboxFrame.STALE))
                .forEach(frame -> {
                    frames.get(frame.user()).add(frame);
                    if (frame.event().equals(InboxPayload.NEW_NOTIFICATION)) {
                        ids.get(frame.user()).add(NotificationIds.of(frame));
                    }
                }));
    }

    /** A revision: repeated, late or overtaking, and in a quarter of cases a retraction. */
    private Uni<?> edit(Random random) {
        UUID id = toEdit.get(random.nextInt(toEdit.size()));
        long revision = random.nextInt(MAX_REVISION);
        List<String> recipients = namedBy(id, revision);
        List<MentionChange> changes = new ArrayList<>();
        if (revision == 0) {
            changes.add(new Created(mention(id, EDITED, null, recipients)));
        } else {
            Map<Lane, List<String>> shares = recipients.isEmpty() ? Map.of() : Lane.divide(recipients);
            for (Lane lane : users.stream().map(Lane::of).collect(Collectors.toSet())) {
                changes.add(shares.containsKey(lane)
                        ? new Revised(lane, mention(id, EDITED, revision, shares.get(lane)))
                        : new Retracted(lane, new MentionRetracted(id, revision)));
            }
        }
        return framed(store.store(changes).invoke(() -> edited.merge(id, revision, Long::max)));
    }

    /** A source of no mention that is edited, of which the last revision says who has it. */
    private Uni<?> revoke(String user, Random random) {
        int number = random.nextInt(SOURCES);
        return toEdit.stream().anyMatch(id -> Math.floorMod(id.hashCode(), SOURCES) == number)
                ? catchUp(replicas.get(user))
                : framed(store.store(List.of(new Revoked(new AccessRevoked(user, new Source.Key("comment", "c-" + number), null)))));
    }

    private List<String> namedBy(UUID id, long revision) {
        Random random = new Random(id.getLeastSignificantBits() + revision);
        List<String> recipients = new ArrayList<>(users);
        Collections.shuffle(recipients, random);
        return recipients.subList(0, revision > 0 && random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(MAX_RECIPIENTS));
    }

    private Set<String> namedByLastRevisions() {
        Set<String> named = new HashSet<>();
        edited.forEach((id, revision) -> namedBy(id, revision).forEach(user -> named.add(id + " " + user)));
        return named;
    }

    private static MentionCreated mention(UUID id, String kind, @Nullable Long revision, List<String> recipients) {
        MentionCreated like = Mentions.of(id, recipients);
        int number = Math.floorMod(id.hashCode(), SOURCES);
        return new MentionCreated(id, like.actor(), recipients,
                new Source("comment", "c-" + number, like.source().url(), like.source().title()), "revision " + revision, like.occurredAt(),
                kind, "thread-" + number % 10, like.data(), null, revision);
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
            batch.add(mention(id, MentionCreated.DEFAULT_KIND, null, recipients.subList(0, 1 + random.nextInt(MAX_RECIPIENTS))));
        }
        mentioned.addAll(batch);
        return framed(store.addNew(batch));
    }

    /** Some notifications of the user and one that is not there, or those of a source. */
    private Selection some(String user, Random random) {
        if (random.nextInt(3) == 0) {
            return Selection.of(new Source.Key("comment", "c-" + random.nextInt(SOURCES)));
        }
        List<UUID> known = ids.get(user);
        List<UUID> some = new ArrayList<>(List.of(new UUID(random.nextLong(), random.nextLong())));
        IntStream.range(0, known.isEmpty() ? 0 : random.nextInt(6))
                .forEach(_ -> some.add(known.get(random.nextInt(known.size()))));
        return Selection.of(some);
    }

    private Uni<?> catchUp(ReplicaOfInbox replica) {
        return Uni.createFrom().item(() -> difference(replica.position())) // Hibernate Reactive runs on an event loop only
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(found -> replica.apply(found));
    }

    private Difference difference(Position position) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> reader.differences(shards.of(position.user()), List.of(position),
                    MAX_CHANGES)
                    .map(List::getFirst));
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
