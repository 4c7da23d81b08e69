package dev.beckon.mention;

import dev.beckon.testservers.KafkaServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What an operator's tool shows of the router's consumer group. */
record RouterLag(KafkaServer kafka) {

    private static final String KAFKA_TOPIC = "mentions";

    /** The number of offsets between what is committed and the ends of the partitions. */
    long records() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Set<TopicPartition> partitions = admin.describeTopics(List.of(KAFKA_TOPIC)).allTopicNames().get().get(KAFKA_TOPIC).partitions()
                    .stream().map(info -> new TopicPartition(KAFKA_TOPIC, info.partition())).collect(Collectors.toSet());
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("mention-router")
                    .partitionsToOffsetAndMetadata().get();
            return admin.listOffsets(partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest())))
                    .all().get().entrySet().stream()
                    .mapToLong(end -> end.getValue().offset()
                            - (committed.get(end.getKey()) == null ? 0 : committed.get(end.getKey()).offset()))
                    .sum();
        }
    }
}
