package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@OnServers
class MoveTextsIT {

    @Inject
    NotificationStore store;

    @Test
    void texts_of_an_earlier_release_move_while_mentions_come_and_every_list_stays_as_it_was() {
        List<String> users = Mentions.newUsers(40);
        for (int i = 0; i < 3; i++) {
            store.addNew(List.of(Mentions.of(UUID.randomUUID(), users))).await().indefinitely();
        }
        asAnEarlierReleaseWroteThem(users.getFirst().substring(0, users.getFirst().length() - 6));
        List<String> before = lists(users);
        assertThat(Database.count("SELECT count(*) FROM notification WHERE excerpt IS NOT NULL")).isPositive();

        CompletableFuture<Void> coming = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 100; i++) {
                store.addNew(List.of(Mentions.of(UUID.randomUUID(), Mentions.newUsers(5)))).await().indefinitely();
            }
        });
        Database.execute("CALL move_texts(7)");
        coming.join();

        assertThat(lists(users)).isEqualTo(before);
        assertThat(Database.count("SELECT count(*) FROM notification WHERE excerpt IS NOT NULL OR actor IS NOT NULL"
                + " OR source IS NOT NULL OR data IS NOT NULL OR occurred_at IS NOT NULL")).isZero();
        Database.execute("CALL move_texts()");
        assertThat(lists(users)).isEqualTo(before);
    }

    private static void asAnEarlierReleaseWroteThem(String prefix) {
        Database.execute("""
                WITH moved AS (
                    UPDATE notification n
                    SET actor = m.actor, source = m.source, excerpt = m.excerpt, data = m.data, occurred_at = m.occurred_at
                    FROM mention m
                    WHERE m.id = n.mention_id AND m.lane = -1 AND starts_with(n.recipient_id, '%s')
                    RETURNING m.id
                )
                DELETE FROM mention WHERE lane = -1 AND id IN (SELECT id FROM moved)
                """.formatted(prefix));
    }

    private static List<String> lists(List<String> users) {
        return users.stream().map(user -> new Api(user).notifications("").asString()).toList();
    }
}
