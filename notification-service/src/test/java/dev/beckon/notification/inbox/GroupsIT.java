package dev.beckon.notification.inbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Groups;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Notification.Group;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.MentionChange.Revised;
import dev.beckon.notification.inbox.NotificationStore.Stored;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists by thread, page by page and by differences, are what a plain model of the inbox makes of the same changes. */
@OnServers
class GroupsIT {

    static final long SEED = Long.getLong("beckon.property.seed", System.nanoTime());
    static final int OPERATIONS = 80;

    @Inject
    NotificationStore store;

    @Inject
    GroupReader groups;

    final String user = Mentions.newUser();
    final Api api = new Api(user);
    final Lane lane = Lane.of(user);

    /** What the user has, by ascending seq. */
    final List<Item> model = new ArrayList<>();
    /** Mentions that were taken back, and may come again. */
    final List<Item> takenBack = new ArrayList<>();
    long lastSeq;

    /** The entries of a client that takes differences, by thread, or by id without one; complete from the floor up. */
    final Map<String, Notification> replica = new HashMap<>();
    InboxState replicaAt;
    long floor;
    int snapshots;
    int differences;

    /** One notification of the model. */
    static final class Item {

        final UUID mention = UUID.randomUUID();
        UUID id;
        long seq;
        long revision;
        String thread;
        Actor actor;
        boolean read;
        boolean archived;
    }

    @AfterEach
    void the_inbox_adds_up() {
        assertThat(Database.brokenInboxes(user)).isEmpty();
        Database.execute(
                "DELETE FROM notification WHERE starts_with(recipient_id, '%1$s'); DELETE FROM inbox WHERE starts_with(recipient_id, '%1$s')"
                        .formatted(user)); // few inboxes with much in them would change the plans that other tests look at
        Database.execute("VACUUM ANALYZE notification");
    }

    @Test
    void pages_and_differences_are_exact_after_every_operation() {
        System.out.printf("seed %d (repeat with -Dbeckon.property.seed=…)%n", SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < OPERATIONS; i++) {
            String operation = operate(random);

            assertPages(random, "", item -> true, operation);
            assertPages(random, "&unread=true", item -> !item.read, operation);
            if (random.nextInt(3) > 0) {
                follow();
                assertThat(replica.values().stream().filter(n -> n.seq() >= floor).map(GroupsIT::line)).as(operation + ", seed " + SEED)
                        .containsExactlyInAnyOrderElementsOf(lines(item -> true).stream().filter(n -> seq(n) >= floor).toList());
            }
        }
        assertThat(snapshots).as("seed %d", SEED).isPositive();
        assertThat(differences).as("seed %d", SEED).isGreaterThan(5);
    }

    @Test
    void a_group_has_its_place_on_one_page_while_things_change() {
        for (String thread : List.of("a", "b", "c", "a", "b", "d")) {
            add(item(thread, "ada"));
        }
        NotificationPage first = page("&limit=2");
        assertThat(first.notifications()).extracting(Notification::thread).containsExactly("d", "b");

        add(item("c", "ada"));
        NotificationPage second = page("&limit=2&before=" + first.nextBefore());

        assertThat(second.notifications()).extracting(Notification::thread).containsExactly("a");
        assertThat(second.nextBefore()).isNull();
        assertThat(second.rev()).isEqualTo(7);
        api.archive(page("").notifications().getFirst().id());
        assertThat(page("").notifications()).extracting(Notification::thread).containsExactly("d", "b", "a", "c");
    }

    @Test
    void the_last_five_actors_are_named_and_the_others_counted() {
        IntStream.rangeClosed(1, 7).forEach(i -> add(item("a", "actor-" + i)));
        add(item("a", "actor-1"));

        Group group = page("").notifications().getFirst().group();

        assertThat(group.actors()).extracting(Actor::id).containsExactly("actor-1", "actor-7", "actor-6", "actor-5", "actor-4");
        assertThat(group.actorCount()).isEqualTo(7);
        assertThat(group.count()).isEqualTo(8);
    }

    @Test
    void a_long_thread_is_passed_over_in_one_call() {
        add(item("old", "ada"));
        add(item(null, "ada"));
        fill(3, 450, "'long'"); // more than one step

        NotificationPage page = page("");

        assertThat(page.notifications()).extracting(Notification::seq).containsExactly(452L, 2L, 1L);
        assertThat(page.notifications().getFirst().group().count()).isEqualTo(450);
        assertThat(page.nextBefore()).isNull();
    }

    @Test
    void a_page_that_would_look_too_far_ends_early_and_the_next_one_goes_on() throws Throwable {
        add(item("old", "ada"));
        fill(2, 450, "'long'");

        NotificationPage first = VertxContextSupport.subscribeAndAwait(() -> groups.page(user, false, null, 20, 1)); // 200 rows
        NotificationPage empty = VertxContextSupport.subscribeAndAwait(() -> groups.page(user, false, 300L, 20, 1));
        NotificationPage second = page("&before=" + first.nextBefore());

        assertThat(first.notifications()).extracting(Notification::thread).containsExactly("long");
        assertThat(first.nextBefore()).isEqualTo(252);
        assertThat(empty.notifications()).isEmpty();
        assertThat(empty.nextBefore()).isEqualTo(100);
        assertThat(second.notifications()).extracting(Notification::thread).containsExactly("old");
    }

    @Test
    void many_threads_are_as_many_entries() {
        add(item("old", "ada"));
        fill(2, 150, "'thread ' || g");

        assertThat(page("&limit=100").notifications()).hasSize(100).extracting(Notification::seq).startsWith(151L, 150L).endsWith(52L);
        assertThat(page("&limit=100").nextBefore()).isEqualTo(52);
    }

    /** Rows for a thread each, whose mention is that of the first notification. */
    private void fill(int from, int rows, String thread) {
        Database.execute("""
                INSERT INTO notification (recipient_id, seq, rev, mention_id, actor, source, excerpt, occurred_at, thread)
                SELECT '%1$s', g, g, gen_random_uuid(), m.actor, m.source, m.excerpt, m.occurred_at, %4$s
                FROM generate_series(%2$d, %3$d) g, mention m JOIN notification n ON n.mention_id = m.id AND n.recipient_id = '%1$s' AND n.seq = 1;
                UPDATE inbox SET seq = %3$d, rev = %3$d, unread = %3$d, unseen = %3$d WHERE recipient_id = '%1$s'
                """.formatted(user, from, from + rows - 1, thread));
    }

    private String operate(Random random) {
        List<Item> some = model.stream().filter(_ -> random.nextInt(4) == 0).limit(3).toList();
        UUID[] ids = some.stream().map(item -> item.id).toArray(UUID[]::new);
        String thread = "t" + random.nextInt(4);
        int operation = some.isEmpty() ? 0 : random.nextInt(16);
        switch (operation) {
            case 0, 1, 2, 3, 4 -> add(item(random.nextInt(5) == 0 ? null : thread, "actor-" + random.nextInt(8)));
            case 5 -> {
                api.read(ids);
                some.forEach(item -> item.read = true);
            }
            case 6 -> {
                api.unread(ids);
                some.forEach(item -> item.read = false);
            }
            case 7 -> {
                api.archive(ids);
                some.forEach(item -> item.archived = true);
            }
            case 8 -> {
                api.unarchive(ids);
                some.forEach(item -> item.archived = false);
            }
            case 9 -> {
                act("read", thread);
                inThread(thread).forEach(item -> item.read = true);
            }
            case 10 -> {
                act("unread", thread);
                inThread(thread).forEach(item -> item.read = false);
            }
            case 11 -> {
                act("archive", thread);
                inThread(thread).forEach(item -> item.archived = true);
            }
            case 12 -> readAll(1 + random.nextInt((int) lastSeq));
            case 13 -> edit(some.getFirst(), random.nextInt(3) == 0 ? some.getFirst().thread : thread, "actor-" + random.nextInt(8));
            case 14 -> takeBack(some.getFirst(), random.nextBoolean());
            default -> comeAgain(thread);
        }
        return "operation " + operation + " on " + thread;
    }

    private void act(String action, String thread) {
        api.post(action, "{\"thread\":\"" + thread + "\"}").then().statusCode(200);
    }

    private List<Item> inThread(String thread) {
        return model.stream().filter(item -> thread.equals(item.thread) && !item.archived).toList();
    }
    private void readAll(long upTo) {
        api.readAll("{\"upTo\":%d}".formatted(upTo));
        model.stream().filter(item -> item.seq <= upTo).forEach(item -> item.read = true);
    }

    private static Item item(String thread, String actor) {
        Item item = new Item();
        item.thread = thread;
        item.actor = new Actor(actor, "Name of " + actor);
        return item;
    }

    private void add(Item item) {
        item.id = NotificationIds.of(store(new Created(mention(item)))).getFirst();
        place(item);
    }

    private void place(Item item) {
        item.seq = ++lastSeq;
        item.read = false;
        item.archived = false;
        model.add(item);
    }

    private void edit(Item item, String thread, String actor) {
        item.thread = thread;
        item.actor = new Actor(actor, "Name of " + actor);
        item.revision++;
        store(new Revised(lane, mention(item)));
    }

    private void takeBack(Item item, boolean wholly) {
        item.revision++;
        model.remove(item);
        takenBack.add(item);
        String other = IntStream.range(0, 10_000).mapToObj(i -> user + "-" + i).filter(one -> Lane.of(one).equals(lane)).findFirst()
                .orElseThrow();
        store(wholly
                ? new Retracted(lane, new MentionRetracted(item.mention, item.revision))
                : new Revised(lane, mention(item).to(List.of(other))));
    }

    private void comeAgain(String thread) {
        if (!takenBack.isEmpty()) {
            Item item = takenBack.removeFirst();
            edit(item, thread, item.actor.id());
            place(item);
        }
    }

    private MentionCreated mention(Item item) {
        MentionCreated like = Mentions.of(item.mention, List.of(user));
        return new MentionCreated(item.mention, item.actor, like.recipients(), like.source(), like.excerpt(), like.occurredAt(),
                MentionCreated.DEFAULT_KIND, item.thread, null, null, item.revision == 0 ? null : item.revision);
    }

    private Stored store(MentionChange change) {
        return store.store(List.of(change)).await().indefinitely();
    }

    private void assertPages(Random random, String filter, Predicate<Item> shown, String operation) {
        List<String> listed = new ArrayList<>();
        NotificationPage page = page("&limit=" + (1 + random.nextInt(9)) + filter);
        listed.addAll(page.notifications().stream().map(GroupsIT::line).toList());
        while (page.nextBefore() != null) {
            page = page("&limit=" + (1 + random.nextInt(9)) + filter + "&before=" + page.nextBefore());
            listed.addAll(page.notifications().stream().map(GroupsIT::line).toList());
        }
        assertThat(listed).as("%s, %s, seed %d", operation, filter, SEED).isEqualTo(lines(shown));
    }

    /** The model's groups in the form of {@link #line}, newest first. */
    private List<String> lines(Predicate<Item> shown) {
        Map<String, List<Item>> groups = new LinkedHashMap<>();
        model.reversed().stream().filter(item -> !item.archived).filter(shown)
                .forEach(item -> groups.computeIfAbsent(Objects.requireNonNullElse(item.thread, item.id.toString()), _ -> new ArrayList<>())
                        .add(item));
        return groups.values().stream().map(items -> {
            Item newest = items.getFirst();
            List<String> actors = items.stream().map(item -> item.actor.id()).distinct().toList();
            String line = "%d %s %s %s".formatted(newest.seq, newest.id, newest.read, newest.actor.id());
            return newest.thread == null
                    ? line
                    : line + " %s %d %d %s %d".formatted(newest.thread, items.size(), items.stream().filter(item -> !item.read).count(),
                            actors.stream().limit(5).toList(), actors.size());
        }).toList();
    }

    private static String line(Notification n) {
        String line = "%d %s %s %s".formatted(n.seq(), n.id(), n.read(), n.actor().id());
        Group group = n.group();
        return group == null
                ? line
                : line + " %s %d %d %s %d".formatted(group.thread(), group.count(), group.unread(),
                        group.actors().stream().map(Actor::id).toList(), group.actorCount());
    }

    private static long seq(String line) {
        return Long.parseLong(line.substring(0, line.indexOf(' ')));
    }

    private void follow() {
        CatchUp.Position position = replicaAt == null
                ? new CatchUp.Position(user, null, null, new CatchUp.Grouped(0))
                : new CatchUp.Position(user, replicaAt.rev(), replicaAt.epoch(), new CatchUp.Grouped(replicaAt.readUpTo()));
        Difference difference = given().auth().oauth2(Api.token("gateway-1", "inboxes:read"))
                .contentType("application/json").body(List.of(position)).post("/inboxes/catch-up")
                .then().statusCode(200).extract().as(Difference[].class)[0];
        replicaAt = difference.state();
        Groups groups = difference.groups();
        differences += difference.snapshot() ? 0 : 1;
        if (difference.snapshot()) {
            snapshots++;
            replica.clear();
            floor = Objects.requireNonNullElse(groups.nextBefore(), 0L);
        }
        groups.entries().forEach(entry -> replica.put(Objects.requireNonNullElse(entry.thread(), entry.id().toString()), entry));
        replica.keySet().removeAll(groups.gone());
        replica.keySet().removeAll(groups.goneIds().stream().map(UUID::toString).toList());
    }

    private NotificationPage page(String query) {
        return api.notifications("?group=thread" + query).then().statusCode(200).extract().as(NotificationPage.class);
    }
}
