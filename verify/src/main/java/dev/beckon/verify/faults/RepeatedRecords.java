package dev.beckon.verify.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.KafkaMentions;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.HistoryLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Kafka delivers records again, in another order and on other partitions; revisions of a lane stay in its partition. */
record RepeatedRecords(Supplier<KafkaMentions> kafka, HistoryLog log) implements Fault {

    private static final int AT_MOST = 60;

    @Override
    public String name() {
        return "repeat-records";
    }

    @Override
    public Damage strike(RandomGenerator choice)
            throws InterruptedException, ExecutionException, TimeoutException {
        KafkaMentions records = kafka.get();
        List<ConsumerRecord<byte[], byte[]>> all = records.all();
        List<ConsumerRecord<byte[], byte[]>> again = new ArrayList<>(all);
        Collections.shuffle(again, Random.from(choice));
        int written = 0;
        for (ConsumerRecord<byte[], byte[]> record : again.subList(0, Math.min(AT_MOST, again.size()))) {
            if (isPoison(record)) {
                continue;
            }
            if (isRevision(record)) {
                records.repeat(record);
            } else {
                String kafkaKey = "again-" + choice.nextInt();
                note(record, kafkaKey);
                records.write(kafkaKey, record.value());
            }
            written++;
        }
        return Damage.done("kafka: %d of %d records".formatted(written, all.size()));
    }

    /** Poison is not repeated: the history identifies it by its record's key, and a repeated record has another key. */
    private static boolean isPoison(ConsumerRecord<byte[], byte[]> record) {
        return record.key() != null && new String(record.key(), StandardCharsets.UTF_8).startsWith(PoisonRecords.PREFIX);
    }

    /**
     * A revision in the record of one lane is the whole mention for that lane only: on the public Kafka topic it would take the
     * mention back in all others.
     */
    private static boolean isRevision(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(MentionRetracted.TYPE_HEADER) != null
                || Json.tree(new String(record.value(), StandardCharsets.UTF_8)).hasNonNull("revision");
    }

    private void note(ConsumerRecord<byte[], byte[]> record, String kafkaKey) {
        JsonNode mention = Json.tree(new String(record.value(), StandardCharsets.UTF_8));
        List<String> recipients = new ArrayList<>();
        mention.path("recipients").forEach(user -> recipients.add(user.asText()));
        String key = mention.path("excerpt").asText();
        log.note(at -> new RecordWritten(at, key, kafkaKey, recipients, RecordWritten.Kind.REPEATED));
    }
}
