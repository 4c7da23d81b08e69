package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Script;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.KafkaMentions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operator lists dead letters, repairs the cause, and replays them. */
@SystemTest
class DeadLetterReplayIT {

    final Beckon beckon;
    final String alice;
    final String key = UUID.randomUUID().toString();

    DeadLetterReplayIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @AfterEach
    void mend() {
        beckon.database().execute("ALTER TABLE mention DROP CONSTRAINT IF EXISTS too_narrow");
    }

    @Test
    void a_mention_that_a_faulty_schema_refused_is_told_once_after_the_schema_is_mended_and_it_is_replayed_twice() throws Exception {
        Device device = beckon.device(1, alice);
        beckon.database().execute("ALTER TABLE mention ADD CONSTRAINT too_narrow CHECK (excerpt <> 'refused') NOT VALID");
        beckon.records().write(key, KafkaMentions.mention(UUID.randomUUID(), "before", alice));
        beckon.records().write(key, KafkaMentions.mention(UUID.randomUUID(), "refused", alice));
        beckon.records().write(key, KafkaMentions.mention(UUID.randomUUID(), "after", alice));
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "after")));

        Script.Result list = beckon.script().run("dlq", "list", "--reason", "too_narrow");
        assertThat(list.exit()).as(list.output()).isZero();
        String row = list.output().lines().filter(line -> line.contains("PostgreSQL refuses it")).toList().getLast();
        assertThat(row).contains(" refused ", " mentions-by-lane-");
        String id = row.split(" ")[0];
        assertThat(beckon.script().run("dlq", "show", id).output()).contains("dlq-cause: refused", "\"excerpt\":\"refused\"");

        beckon.database().execute("ALTER TABLE mention DROP CONSTRAINT too_narrow");
        assertThat(beckon.script().run("dlq", "replay", id, id)).satisfies(result -> {
            assertThat(result.output()).contains(id + " replayed to mentions-by-lane-", "2 replayed, 0 not");
            assertThat(result.exit()).isZero();
        });

        soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "after", "refused")));
        beckon.records().write(key, KafkaMentions.mention(UUID.randomUUID(), "last", alice)); // follows both in the partition
        soon().untilAsserted(() -> assertNews(device.view(), List.of("before", "after", "refused", "last")));
        assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(4);
    }
}
