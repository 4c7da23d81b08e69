package dev.beckon.mention.publish;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Ready while Kafka answers, has the Kafka topic, and every partition has a leader. SmallRye's own check is off: without
 * traffic it takes the producer's closed idle connections for an outage, it never asks for the Kafka topic, and a name
 * that DNS does not know yet would end the process instead of making it unready.
 */
@Readiness
@ApplicationScoped
class KafkaReadiness implements AsyncHealthCheck {

    private static final String NAME = "Kafka";

    private final MentionPublisher publisher;
    private final KafkaConfig config;
    private final Map<String, Object> settings;
    private @Nullable Admin admin;

    KafkaReadiness(
            MentionPublisher publisher,
            KafkaConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.publisher = publisher;
        this.config = config;
        this.settings = kafka.entrySet().stream()
                .filter(setting -> AdminClientConfig.configNames().contains(setting.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(this::admin)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()) // the first time it asks DNS
                .chain(this::describe)
                .chain(topic -> hasLeaders(topic) ? publisher.warmUp() : Uni.createFrom().failure(new NoLeader()))
                .ifNoItem().after(config.readinessTimeout()).fail()
                .map(_ -> HealthCheckResponse.up(NAME))
                .onFailure().recoverWithItem(failure -> down(failure));
    }

    private Uni<TopicDescription> describe(Admin kafka) {
        int timeout = Math.toIntExact(config.readinessTimeout().toMillis());
        return Uni.createFrom().completionStage(() -> kafka
                .describeTopics(List.of(config.topic()), new DescribeTopicsOptions().timeoutMs(timeout))
                .topicNameValues()
                .get(config.topic())
                .toCompletionStage());
    }

    private static boolean hasLeaders(TopicDescription topic) {
        return topic.partitions().stream().allMatch(partition -> partition.leader() != null);
    }

    private static HealthCheckResponse down(Throwable failure) {
        return HealthCheckResponse.named(NAME)
                .down()
                .withData("reason", failure.getClass().getSimpleName())
                .build();
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    private static final class NoLeader extends Exception {}
}
