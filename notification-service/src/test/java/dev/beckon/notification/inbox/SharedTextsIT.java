package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.contracts.Source;
import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.MentionChange.Revised;
import dev.beckon.notification.inbox.MentionChange.Revoked;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** All lanes of a server show one row with the text of a mention, until one has a revision of its own. */
@OnServers
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedTextsIT {

    @Inject
    NotificationStore store;

    final UUID id = UUID.randomUUID();
    final String bob = Mentions.newUser();
    final String cleo = inAnotherLane(bob);

    @Test
    void the_text_is_there_once_however_many_lanes_and_statements_the_recipients_have() {
        List<String> users = IntStream.range(0, 100).mapToObj(_ -> Mentions.newUser()).toList();

        store(created("hello", users.subList(0, 50)));
        store(created("hello", users.subList(50, 100)));

        assertThat(texts()).containsExactly("hello");
        assertThat(users).allMatch(user -> shown(user).equals(List.of("hello")));
    }

    @Test
    void a_lane_without_its_record_of_an_edit_shows_the_former_text_and_then_it_is_gone() {
        store(created("first", List.of(bob, cleo)));

        store(new Revised(Lane.of(bob), mention("second", 1L, bob)));
        assertThat(shown(bob)).containsExactly("second");
        assertThat(shown(cleo)).containsExactly("first");

        store(new Retracted(Lane.of(cleo), new MentionRetracted(id, 1L)));
        assertThat(shown(cleo)).isEmpty();
        assertThat(texts()).containsExactly("second");
    }

    @Test
    void two_lanes_that_retract_at_the_same_time_leave_no_text() {
        for (int round = 0; round < 30; round++) {
            UUID each = UUID.randomUUID();
            MentionCreated mention = Mentions.of(each, List.of(bob, cleo));
            store(new Created(mention));

            Uni.join().all(Stream.of(bob, cleo).map(user -> store.store(List.of(
                    new Retracted(Lane.of(user), new MentionRetracted(each, 1L))))).toList()).andFailFast().await().indefinitely();

            assertThat(Database.rows("SELECT excerpt FROM mention WHERE id = '%s' AND excerpt IS NOT NULL".formatted(each))).isEmpty();
        }
    }

    @Test
    void lost_access_removes_the_text_when_no_other_recipient_has_it_and_a_further_one_brings_it_back() {
        MentionCreated mention = mention("for your eyes", null, bob, cleo);
        store(new Created(mention));

        for (String user : List.of(bob, cleo)) {
            assertThat(texts()).hasSize(1);
            store(new Revoked(new AccessRevoked(user, new Source.Key(mention.source().type(), mention.source().id()), null)));
        }
        assertThat(texts()).isEmpty();

        String dan = Mentions.newUser();
        store(created("for your eyes", List.of(bob, dan)));
        assertThat(shown(bob)).isEmpty();
        assertThat(shown(dan)).containsExactly("for your eyes");
    }

    @Test
    void a_record_that_comes_after_its_lanes_revision_adds_nothing_and_no_text() {
        store(new Retracted(Lane.of(bob), new MentionRetracted(id, 1L)));

        store(created("late", List.of(bob)));

        assertThat(shown(bob)).isEmpty();
        assertThat(texts()).isEmpty();
    }

    private static String inAnotherLane(String user) {
        return Stream.generate(Mentions::newUser).filter(other -> !Lane.of(other).equals(Lane.of(user))).findFirst().orElseThrow();
    }

    private MentionChange created(String excerpt, List<String> recipients) {
        return new Created(mention(excerpt, null, recipients.toArray(String[]::new)));
    }

    private MentionCreated mention(String excerpt, @Nullable Long revision, String... recipients) {
        MentionCreated like = Mentions.of(id, List.of(recipients));
        return new MentionCreated(id, like.actor(), like.recipients(), like.source(), excerpt, Instant.EPOCH.plusSeconds(1_800_000_000),
                like.kind(), null, null, null, revision);
    }

    private void store(MentionChange change) {
        store.store(List.of(change)).await().indefinitely();
    }

    private List<String> texts() {
        return Database.rows("SELECT excerpt FROM mention WHERE id = '%s' AND excerpt IS NOT NULL".formatted(id));
    }

    private static List<String> shown(String user) {
        return new Api(user).notifications("").jsonPath().getList("notifications.excerpt");
    }
}
