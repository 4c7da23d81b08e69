package dev.beckon.notification.ingest;

import static dev.beckon.notification.KafkaClient.json;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.notification.Api;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.Servers;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Product teams that write to Kafka in transactions, and operators who add partitions. */
@OnServers
class TransactionsIT {

    static final int PARTITION = 0;

    final KafkaClient kafka = new KafkaClient();
    final String ada = Mentions.newUser();
    final Api api = new Api(ada);

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void what_an_aborted_transaction_wrote_is_not_shown_and_leaves_no_lag() {
        try (KafkaProducer<byte[], byte[]> aborted = kafka.inTransaction()) {
            aborted.send(mention());
            aborted.flush();
            aborted.abortTransaction();
        }
        kafka.send(mention());

        soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(1));
        try (KafkaProducer<byte[], byte[]> last = kafka.inTransaction()) { // no record follows the aborted one
            last.send(mention());
            last.flush();
            last.abortTransaction();
        }
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        assertThat(api.state().unread()).isEqualTo(1);
    }

    @Test
    void what_an_open_transaction_wrote_waits_for_its_commit() {
        try (KafkaProducer<byte[], byte[]> open = kafka.inTransaction()) {
            kafka.send(mention());
            open.send(mention());
            open.flush();
            kafka.send(mention());

            // Kafka delivers nothing after the start of an open transaction.
            soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(1));
            assertThat(kafka.lag()).isGreaterThanOrEqualTo(2);
            open.commitTransaction();
        }

        soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(3));
        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
    }

    @Test
    void new_partitions_are_read_within_fifteen_seconds() {
        int before = kafka.partitions();
        kafka.addPartitions(2 * before);
        for (int partition = before; partition < 2 * before; partition++) {
            kafka.send(new ProducerRecord<>(Servers.LANES, partition, null, json(Mentions.of(ada))));
        }

        within(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(before));
    }

    private ProducerRecord<byte[], byte[]> mention() {
        return new ProducerRecord<>(Servers.LANES, PARTITION, null, json(Mentions.of(ada)));
    }
}
