package dev.beckon.notification.ingest;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition that a poll returned and that are not yet stored, as long as this process has the partition. The
 * offset to commit is that of the first of them, whichever later ones are stored already.
 */
final class PartitionBacklog {

    /** @param shares lanes that still have to store their share of the record; 0: it was not yet divided */
    private record Open(ConsumerRecord<byte[], byte[]> record, long bytes, int shares) {}

    private final SequencedMap<Long, Open> open = new LinkedHashMap<>();
    private long bytes;
    private long committed = -1;
    private boolean paused;
    private boolean ended;

    /** A poll returned the record. */
    synchronized void add(ConsumerRecord<byte[], byte[]> record) {
        Open added = new Open(record, size(record), 0);
        open.put(record.offset(), added);
        bytes += added.bytes();
    }

    /**
     * @param shares number of calls of {@link #stored} after which the record is stored
     * @return false if the partition was taken away after the poll: its new owner stores the record
     */
    synchronized boolean divide(ConsumerRecord<byte[], byte[]> record, int shares) {
        Open known = find(record);
        if (known == null || ended) {
            return false;
        }
        open.put(record.offset(), new Open(record, known.bytes(), shares));
        return true;
    }

    /** False if the partition was taken away after the poll that returned the record, even if it has come back. */
    synchronized boolean owns(ConsumerRecord<byte[], byte[]> record) {
        return !ended && find(record) != null;
    }

    /** A share of the record is stored, or the record is set aside. */
    synchronized void stored(ConsumerRecord<byte[], byte[]> record) {
        Open known = find(record);
        if (known != null && known.shares() > 1) {
            open.put(record.offset(), new Open(record, known.bytes(), known.shares() - 1));
        } else if (known != null) {
            open.remove(record.offset());
            bytes -= known.bytes();
        }
    }

    private @Nullable Open find(ConsumerRecord<byte[], byte[]> record) {
        Open known = open.get(record.offset());
        return known != null && known.record() == record ? known : null;
    }

    /** The partition is being taken away: no further work on its records begins. */
    synchronized void end() {
        ended = true;
    }

    synchronized boolean isEmpty() {
        return open.isEmpty();
    }

    /** True once, when the backlog has reached one of the bounds: the caller pauses the partition. */
    synchronized boolean pause(int maxRecords, int maxBytes) {
        boolean full = !paused && (open.size() >= maxRecords || bytes >= maxBytes);
        paused |= full;
        return full;
    }

    /** True once, when the backlog of the paused partition has fallen to half of the bounds: the caller resumes it. */
    synchronized boolean resume(int maxRecords, int maxBytes) {
        boolean ready = isReady(maxRecords, maxBytes);
        paused &= !ready;
        return ready;
    }

    synchronized boolean isReady(int maxRecords, int maxBytes) {
        return paused && open.size() <= maxRecords / 2 && bytes <= maxBytes / 2;
    }

    /**
     * The offset to commit; -1 if it is committed already.
     *
     * @param position the offset that the consumer reads next. It is past the last record if a transaction's marker or aborted
     *     records follow, which Kafka never delivers; without it a partition would show lag until its next mention
     */
    synchronized long toCommit(long position) {
        long offset = open.isEmpty() ? position : open.firstEntry().getKey();
        return offset > committed ? offset : -1;
    }

    synchronized void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        long size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }
}
