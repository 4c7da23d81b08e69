package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operator widens a column while every connection has prepared its statements. */
@OnServers
class ChangedColumnIT {

    /** Equals the number of connections, so that the test uses all of them. */
    static final int AT_ONCE = 20;

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();
    final Api api = new Api(ada);

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void calls_and_mentions_go_on_when_a_column_changes() throws Exception {
        kafka.send(Mentions.of(ada));
        soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(1));
        statuses(); // makes every connection prepare every statement
        Database.execute("ALTER TABLE inbox ALTER COLUMN unread TYPE bigint; ALTER TABLE notification ALTER COLUMN excerpt TYPE varchar");
        try {
            assertThat(statuses()).containsOnly(200);
            kafka.send(Mentions.of(ada));
            soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(2));
        } finally {
            Database.execute("ALTER TABLE inbox ALTER COLUMN unread TYPE integer; ALTER TABLE notification ALTER COLUMN excerpt TYPE text");
        }
        assertThat(statuses()).containsOnly(200);
    }

    /**
     * Repeats calls that get 503 because they waited too long for a connection, on a busy machine; a stale statement does not
     * cause 503.
     */
    private static int status(Callable<Integer> call) throws Exception {
        int status = call.call();
        for (int attempt = 0; status == 503 && attempt < 20; attempt++) {
            status = call.call();
        }
        return status;
    }

    /** The statuses of every call, from every connection. */
    private List<Integer> statuses() throws Exception {
        List<Callable<Integer>> calls = List.of(
                () -> api.request().get("/inbox/{user}", ada).statusCode(),
                () -> api.notifications("").statusCode(),
                () -> api.request().get("/inbox/{user}/changes", ada).statusCode(),
                () -> api.request().post("/inbox/{user}/seen", ada).statusCode(),
                () -> api.post("read", "{\"ids\":[\"00000000-0000-0000-0000-000000000000\"]}").statusCode());
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> status : threads.invokeAll(calls.stream()
                    .flatMap(call -> Stream.<Callable<Integer>>generate(() -> () -> status(call)).limit(AT_ONCE)).toList())) {
                statuses.add(status.get());
            }
            return statuses;
        }
    }
}
