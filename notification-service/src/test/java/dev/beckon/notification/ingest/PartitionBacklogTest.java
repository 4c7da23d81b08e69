package dev.beckon.notification.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PartitionBacklogTest {

    static final int RECORDS = 10;
    static final int BYTES = 1_000;

    final PartitionBacklog backlog = new PartitionBacklog();
    final List<ConsumerRecord<byte[], byte[]>> records = IntStream.range(0, RECORDS).mapToObj(i -> record(100 + i, 50)).toList();

    @Test
    void the_offset_to_commit_never_passes_a_record_that_is_not_stored() {
        give(4);
        backlog.stored(records.get(1));
        backlog.stored(records.get(3));
        assertThat(backlog.toCommit(104)).isEqualTo(100);

        backlog.stored(records.get(0));
        assertThat(backlog.toCommit(104)).isEqualTo(102);

        backlog.stored(records.get(2));
        assertThat(backlog.toCommit(107)).as("past a transaction's marker").isEqualTo(107);
    }

    @Test
    void an_offset_that_is_committed_is_not_committed_again() {
        give(2);
        backlog.stored(records.get(0));
        backlog.committed(101);

        assertThat(backlog.toCommit(102)).isEqualTo(-1);
    }

    @Test
    void a_record_of_several_lanes_is_stored_when_each_has_stored_its_share() {
        give(1);
        assertThat(backlog.divide(records.getFirst(), 3)).isTrue();
        backlog.stored(records.getFirst());
        backlog.stored(records.getFirst());
        assertThat(backlog.isEmpty()).isFalse();

        backlog.stored(records.getFirst());

        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void a_full_partition_is_paused_once_and_resumed_once_at_half() {
        give(RECORDS - 1);
        assertThat(backlog.pause(RECORDS, BYTES)).isFalse();
        backlog.add(records.getLast());
        assertThat(backlog.pause(RECORDS, BYTES)).isTrue();
        assertThat(backlog.pause(RECORDS, BYTES)).isFalse();

        records.subList(0, RECORDS / 2 - 1).forEach(backlog::stored);
        assertThat(backlog.resume(RECORDS, BYTES)).isFalse();
        backlog.stored(records.get(RECORDS / 2));
        assertThat(backlog.resume(RECORDS, BYTES)).isTrue();
        assertThat(backlog.resume(RECORDS, BYTES)).isFalse();
    }

    @Test
    void few_large_records_fill_a_partition_too() {
        backlog.add(record(1, BYTES / 2));
        assertThat(backlog.pause(RECORDS, BYTES)).isFalse();
        backlog.add(record(2, BYTES / 2));

        assertThat(backlog.pause(RECORDS, BYTES)).isTrue();
    }

    @Test
    void a_record_read_before_the_partition_was_taken_away_and_came_back_belongs_to_nothing() {
        give(1);
        backlog.end();
        assertThat(backlog.owns(records.getFirst())).isFalse();
        assertThat(backlog.divide(records.getFirst(), 1)).isFalse();

        PartitionBacklog comeBack = new PartitionBacklog();
        comeBack.add(record(100, 50));

        assertThat(comeBack.owns(records.getFirst())).isFalse();
        comeBack.stored(records.getFirst());
        assertThat(comeBack.isEmpty()).isFalse();
    }

    private void give(int count) {
        records.subList(0, count).forEach(backlog::add);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, int bytes) {
        return new ConsumerRecord<>("mentions", 0, offset, 0, TimestampType.CREATE_TIME, 0, bytes, new byte[0], new byte[bytes],
                new RecordHeaders(), Optional.empty());
    }
}
