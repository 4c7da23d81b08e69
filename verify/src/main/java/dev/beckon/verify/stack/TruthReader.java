package dev.beckon.verify.stack;

import dev.beckon.contracts.InboxState;
import dev.beckon.localstack.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What PostgreSQL and Kafka hold, past all services. */
public final class TruthReader {

    private static final String GROUP = "notification-service";
    private static final String KAFKA_TOPIC = "mentions";
    private static final int PATIENCE_SECONDS = 10;

    private final PostgresServer postgres;
    private final String kafka;

    TruthReader(PostgresServer postgres, String kafka) {
        this.postgres = postgres;
        this.kafka = kafka;
    }

    /** A notification as it is stored. */
    public record Row(String user, long seq, long rev, UUID id, UUID mention, String excerpt, boolean readItself,
            boolean archived) {}

    public List<Row> rows() throws SQLException {
        List<Row> found = new ArrayList<>();
        query("""
                SELECT recipient_id, seq, rev, id, mention_id, excerpt, read_at IS NOT NULL, archived_at IS NOT NULL
                FROM notification ORDER BY recipient_id, seq
                """, row -> found.add(new Row(row.getString(1), row.getLong(2), row.getLong(3), (UUID) row.getObject(4),
                (UUID) row.getObject(5), row.getString(6), row.getBoolean(7), row.getBoolean(8))));
        return found;
    }

    /** By user. */
    public Map<String, InboxState> inboxes() throws SQLException {
        Map<String, InboxState> found = new LinkedHashMap<>();
        query("""
                SELECT i.recipient_id, i.unread, i.unseen, i.seq, i.rev, e.epoch, i.read_up_to
                FROM inbox i CROSS JOIN database_epoch e ORDER BY i.recipient_id
                """, row -> found.put(row.getString(1), new InboxState(row.getInt(2), row.getInt(3), row.getLong(4),
                row.getLong(5), (UUID) row.getObject(6), row.getLong(7))));
        return found;
    }

    private interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Reader reader) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /** How many records of mentions the services have not finished with. */
    public long lag() throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Set<TopicPartition> partitions = admin.describeTopics(Set.of(KAFKA_TOPIC)).allTopicNames()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS).get(KAFKA_TOPIC).partitions().stream()
                    .map(partition -> new TopicPartition(KAFKA_TOPIC, partition.partition()))
                    .collect(Collectors.toSet());
            Map<TopicPartition, ListOffsetsResultInfo> ends =
                    admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest())))
                            .all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return partitions.stream().mapToLong(partition -> {
                OffsetAndMetadata done = committed.get(partition);
                return ends.get(partition).offset() - (done == null ? 0 : done.offset());
            }).sum();
        }
    }
}
