package dev.beckon.verify.load;

import dev.beckon.verify.clients.MentionRecords;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.HistoryLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A mention that goes to Kafka past mention-service. */
public final class DirectMention {

    private DirectMention() {}

    static String record(String key, List<String> recipients) {
        UUID id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
        return MentionRecords.mention(id, key, recipients.toArray(String[]::new));
    }

    /** The text of the last mention in a partition. */
    public static String last(int partition) {
        return "last-" + partition;
    }

    /** A last one at the end of each partition: once they are stored, all that was before them is done with. */
    static void toEachPartition(MentionRecords records, List<String> recipients, HistoryLog log)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (int partition = 0; partition < records.partitions(); partition++) {
            String key = last(partition);
            records.write(partition, key, record(key, recipients));
            log.note(at -> new RecordWritten(at, key, recipients, RecordWritten.Kind.GOOD));
        }
    }
}
