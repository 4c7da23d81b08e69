package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import dev.beckon.contracts.Trail;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.RedisListener;
import dev.beckon.notification.Servers;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Revised;
import dev.beckon.notification.inbox.MentionChange.Revoked;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A user loses access to a source or a thread: exact counts, one frame, and no text that nobody can see. */
@OnServers
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AccessRevokedIT {

    @Inject
    NotificationStore store;

    @Inject
    ObjectMapper json;

    final String document = "doc-" + UUID.randomUUID();
    final String bob = Mentions.newUser();
    /** Of the same lane. */
    final String cleo = Stream.generate(Mentions::newUser).filter(user -> Lane.of(user).equals(Lane.of(bob))).findFirst().orElseThrow();

    @Test
    void what_is_unread_read_archived_and_taken_back_before_goes_with_exact_counts_in_one_frame() {
        List<MentionCreated> mentions = IntStream.range(0, 5).mapToObj(i -> mention("text " + i, bob)).toList();
        store(mentions);
        store(List.of(Mentions.of(bob)));
        new Api(bob).seen();
        List<MentionCreated> unseen = List.of(mention("unseen", bob), Mentions.of(bob));
        store(unseen);
        new Api(bob).read(notification(bob, mentions.get(0)));
        new Api(bob).archive(notification(bob, mentions.get(1)));
        revise(new Revised(Lane.of(bob), revision(mentions.get(2), "edited", 1, cleo)));
        InboxState before = new Api(bob).state();
        assertThat(before.unread()).isEqualTo(5);
        assertThat(before.unseen()).isEqualTo(2);

        List<InboxFrame> frames = revoke(bob);

        assertThat(frames).hasSize(1);
        JsonNode payload = tree(frames.getFirst().payload());
        assertThat(payload.path("retracted").valueStream().map(JsonNode::textValue)).hasSize(5).contains(
                notification(bob, mentions.get(0)).toString(), notification(bob, mentions.get(1)).toString());
        InboxState after = new Api(bob).state();
        assertThat(after.unread()).isEqualTo(2);
        assertThat(after.unseen()).isEqualTo(1);
        assertThat(after.rev()).isEqualTo(before.rev() + 1);
        assertThat(frames.getFirst().revisions().rev()).isEqualTo(after.rev());
        assertThat(shown(bob, "")).hasSize(2);
        assertThat(shown(bob, "?archived=true")).isEmpty();
        assertThat(shown(cleo, "")).containsExactly("edited");
        assertThat(texts(mentions.get(0))).isEmpty();
        assertNothingBroken(bob, cleo);
    }

    @Test
    void what_comes_after_it_is_shown_and_so_is_what_somebody_else_has() {
        MentionCreated both = mention("both", bob, cleo);
        store(List.of(both));

        revoke(bob);
        store(List.of(mention("later", bob)));

        assertThat(shown(bob, "")).containsExactly("later");
        assertThat(shown(cleo, "")).containsExactly("both");
        store(List.of(both));
        assertThat(shown(bob, "")).as("a record that comes again").containsExactly("later");
        assertNothingBroken(bob, cleo);
    }

    @Test
    void in_one_batch_only_what_stands_before_it_goes() {
        store.store(List.of(new Created(mention("before", bob)), new Revoked(new AccessRevoked(bob, new Source.Key("document", document),
                null)),
                new Created(mention("after", bob)))).await().indefinitely();

        assertThat(shown(bob, "")).containsExactly("after");
        assertNothingBroken(bob);
    }

    @Test
    void a_repetition_changes_nothing_and_tells_gateways_where_the_inbox_is() {
        store(List.of(mention("text", bob)));
        revoke(bob);
        InboxState after = new Api(bob).state();

        List<InboxFrame> again = revoke(bob);

        assertThat(new Api(bob).state()).isEqualTo(after);
        assertThat(again).extracting(InboxFrame::event).containsExactly(InboxFrame.STALE);
        assertThat(again.getFirst().revisions().rev()).isEqualTo(after.rev());
        assertThat(revoke(Mentions.newUser())).extracting(InboxFrame::event).containsExactly(InboxFrame.STALE);
    }

    @Test
    void a_thread_can_be_left_with_what_is_archived_in_it() {
        List<MentionCreated> mentions = List.of(inThread("thread 7", bob, cleo), inThread("thread 7", bob), inThread("thread 8", bob));
        store(mentions);
        new Api(bob).archive(notification(bob, mentions.get(1)));

        store.store(List.of(new Revoked(new AccessRevoked(bob, null, "thread 7")))).await().indefinitely();

        assertThat(Database.count("SELECT count(*) FROM notification WHERE retracted_at IS NULL AND recipient_id = '" + bob + "'"))
                .isEqualTo(1);
        assertThat(new Api(bob).state().unread()).isEqualTo(1);
        assertThat(new Api(cleo).state().unread()).isEqualTo(1);
        assertThat(texts(mentions.get(0))).hasSize(1);
        assertThat(texts(mentions.get(1))).isEmpty();
        assertNothingBroken(bob, cleo);
    }

    @Test
    void a_text_that_went_comes_again_for_a_further_recipient_and_a_higher_revision() {
        MentionCreated posted = mention("text", bob);
        MentionCreated edited = mention("first", bob);
        store(List.of(posted));
        revise(new Revised(Lane.of(bob), revision(edited, "second", 5, bob)));
        revoke(bob);
        assertThat(texts(posted)).isEmpty();
        store(List.of(posted));
        assertThat(texts(posted)).as("a record that comes again").isEmpty();

        store(List.of(posted.to(List.of(cleo))));
        revise(new Revised(Lane.of(bob), revision(edited, "not higher", 5, cleo)));
        assertThat(shown(cleo, "")).containsExactly("text");
        revise(new Revised(Lane.of(bob), revision(edited, "higher", 6, bob, cleo)));

        assertThat(shown(cleo, "")).containsExactly("higher", "text");
        assertThat(shown(bob, "")).containsExactly("higher");
        assertNothingBroken(bob, cleo);
    }

    @Test
    void rows_of_a_release_that_kept_the_text_in_them_go_too() {
        MentionCreated old = mention("old form", bob);
        store(List.of(old));
        Database.execute("""
                UPDATE notification n SET actor = m.actor, source = m.source, excerpt = m.excerpt, occurred_at = m.occurred_at
                FROM mention m WHERE m.id = n.mention_id AND m.id = '%1$s'; DELETE FROM mention WHERE id = '%1$s'""".formatted(old.id()));

        revoke(bob);

        assertThat(shown(bob, "")).isEmpty();
        assertThat(Database.rows("SELECT * FROM notification WHERE recipient_id = '%s' AND num_nonnulls(actor, source, excerpt) > 0"
                .formatted(bob))).isEmpty();
        assertNothingBroken(bob);
    }

    @Test
    void too_many_for_one_frame_are_fetched() {
        store(IntStream.range(0, 501).mapToObj(i -> mention("text", bob)).toList());

        assertThat(revoke(bob)).extracting(InboxFrame::event).containsExactly(InboxFrame.STALE);

        assertThat(new Api(bob).state().unread()).isZero();
        assertNothingBroken(bob);
    }

    @Test
    void counts_are_exact_while_mentions_arrive_and_the_owner_reads() {
        store(List.of(mention("first", bob, cleo)));
        List<Uni<NotificationStore.Stored>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            calls.add(store.store(List.of(new Created(mention("text " + i, cleo, bob)))).onFailure().retry().atMost(100));
            calls.add(store.store(List.of(new Revoked(new AccessRevoked(bob, new Source.Key("document", document), null))))
                    .onFailure().retry().atMost(100));
        }
        Thread reads = Thread.ofVirtual().start(() -> IntStream.range(0, 20).forEach(_ -> new Api(bob).readAll("{}")));

        Uni.join().all(calls).andFailFast().await().indefinitely();
        awaitEnd(reads);
        revoke(bob);

        assertThat(new Api(bob).state().unread()).isZero();
        assertThat(shown(bob, "")).isEmpty();
        assertThat(new Api(cleo).state().unread()).isEqualTo(41);
        assertNothingBroken(bob, cleo);
    }

    @Test
    void a_record_in_Kafka_takes_back_and_devices_get_it() throws Exception {
        try (KafkaClient kafka = new KafkaClient(); RedisListener device = RedisListener.subscribe(bob)) {
            kafka.send(Lane.of(bob).key(), KafkaClient.json(mention("text", bob)));
            var record = new ProducerRecord<>(Servers.LANES, Lane.of(bob).key().getBytes(UTF_8),
                    "{\"user\":\"%s\",\"source\":{\"type\":\"document\",\"id\":\"%s\"}}".formatted(bob, document)
                            .getBytes(UTF_8));
            record.headers().add("type", "AccessRevoked".getBytes(UTF_8));
            kafka.send(record);

            soon().untilAsserted(() -> assertThat(device.frames()).extracting(RedisListener.Received::event)
                    .containsExactly("new_notification", "inbox_changed"));
        }
        assertThat(new Api(bob).state().unread()).isZero();
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private MentionCreated mention(String text, String... recipients) {
        MentionCreated like = Mentions.of(recipients);
        return new MentionCreated(like.id(), like.actor(), like.recipients(),
                new Source("document", document, like.source().url(), like.source().title()), text, like.occurredAt());
    }

    private static MentionCreated revision(MentionCreated mention, String text, long revision, String... recipients) {
        return new MentionCreated(mention.id(), mention.actor(), List.of(recipients), mention.source(), text, mention.occurredAt(),
                mention.kind(), mention.thread(), mention.data(), null, revision);
    }

    private static MentionCreated inThread(String thread, String... recipients) {
        MentionCreated like = Mentions.of(recipients);
        return new MentionCreated(like.id(), like.actor(), like.recipients(), like.source(), like.excerpt(), like.occurredAt(), like.kind(),
                thread, null, null, null);
    }

    private void store(List<MentionCreated> mentions) {
        store.addNew(mentions).await().indefinitely();
    }

    private void revise(Revised revised) {
        store.store(List.of(revised)).await().indefinitely();
    }

    private List<InboxFrame> revoke(String user) {
        return store.store(List.of(new Revoked(new AccessRevoked(user, new Source.Key("document", document), null)))).await().indefinitely()
                .frames(_ -> Trail.NONE);
    }

    private static UUID notification(String user, MentionCreated mention) {
        return UUID.fromString(Database.rows("SELECT id FROM notification WHERE recipient_id = '%s' AND mention_id = '%s'"
                .formatted(user, mention.id())).getFirst());
    }

    private static List<String> texts(MentionCreated mention) {
        return Database.rows("SELECT excerpt FROM mention WHERE id = '%s' AND excerpt IS NOT NULL".formatted(mention.id()));
    }

    /** The texts in a user's list, newest first. */
    private List<String> shown(String user, String query) {
        return tree(new Api(user).notifications(query).asString()).path("notifications").valueStream()
                .map(notification -> notification.path("excerpt").textValue()).toList();
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertNothingBroken(String... users) {
        for (String user : users) {
            assertThat(Database.brokenInboxes(user)).isEmpty();
        }
    }
}
