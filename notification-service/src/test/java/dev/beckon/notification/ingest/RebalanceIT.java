package dev.beckon.notification.ingest;

import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.notification.Api;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.SecondConsumer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another process joins the consumer group, and takes partitions while this process works on their records. */
@OnServers
class RebalanceIT {

    static final int EACH = 5;

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();
    final Api api = new Api(ada);

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void records_in_work_when_their_partition_is_taken_come_to_its_new_owner_and_nothing_is_lost_or_doubled() throws SQLException {
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        List<String> taken = new ArrayList<>();
        try (Database.Lock _ = Database.lock("inbox"); SecondConsumer other = new SecondConsumer()) {
            List<String> sent = kafka.sendToEachPartition(EACH, ada);

            within(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(other.partitions()).isNotEmpty());
            soon().untilAsserted(() -> assertThat(keysOf(other)).hasSize(EACH * other.partitions().size()));
            taken.addAll(keysOf(other));
            assertThat(sent).containsAll(taken);
        } // the other consumer ends without a commit

        int all = EACH * kafka.partitions();
        within(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(all));
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        assertThat(api.state().unread()).isEqualTo(all);
        assertThat(Database.brokenInboxes(ada)).isEmpty();
        assertThat(taken).isNotEmpty();
    }

    private static List<String> keysOf(SecondConsumer consumer) {
        return consumer.records().stream().map(ConsumerRecord::key).map(key -> new String(key, UTF_8)).toList();
    }
}
