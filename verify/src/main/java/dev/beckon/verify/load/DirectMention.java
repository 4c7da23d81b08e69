package dev.beckon.verify.load;

import dev.beckon.testclients.KafkaMentions;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.HistoryLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A mention that goes directly to Kafka, without mention-service. */
public final class DirectMention {

    private DirectMention() {}

    static UUID id(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    static String record(String key, List<String> recipients) {
        return Wording.record(id(key), key, Wording.POST, recipients);
    }

    /** The text of the last mention in a partition. */
    public static String last(int partition) {
        return "last-" + partition;
    }

    /**
     * Writes a last mention to each partition: once these are stored for recipients of every lane, the router and the consumers
     * have processed all earlier records.
     */
    static void toEachPartition(KafkaMentions records, List<String> recipients, HistoryLog log)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (int partition = 0; partition < records.partitions(); partition++) {
            String key = last(partition);
            records.write(partition, key, record(key, recipients));
            log.note(at -> new RecordWritten(at, key, key, recipients, RecordWritten.Kind.GOOD));
        }
    }
}
