package dev.beckon.mention.publish;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
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
 * Ready while Kafka answers, has both Kafka topics, and every partition has a leader. SmallRye's own check is off: without
 * traffic it takes the producer's closed idle connections for an outage, it never looks for a Kafka topic, and a host name
 * that DNS cannot resolve yet would end the process instead of making it unready.
 */
@Readiness
@ApplicationScoped
class KafkaReadiness implements AsyncHealthCheck {

    private static final String NAME = "Kafka";
    /** Below the second that Kubernetes waits for the probe. */
    private static final Duration TIMEOUT = Duration.ofMillis(500);

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
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()) // the first call resolves host names
                .chain(this::describe)
                .chain(topics -> hasLeaders(topics) ? publisher.warmUp() : Uni.createFrom().failure(new NoLeader()))
                .ifNoItem().after(TIMEOUT).fail()
                .map(_ -> HealthCheckResponse.up(NAME))
                .onFailure().recoverWithItem(failure -> down(failure));
    }

    private Uni<Collection<TopicDescription>> describe(Admin kafka) {
        int timeout = Math.toIntExact(TIMEOUT.toMillis());
        return Uni.createFrom().completionStage(() -> kafka
                .describeTopics(List.of(config.topic(), config.lanesTopic()), new DescribeTopicsOptions().timeoutMs(timeout))
                .allTopicNames().toCompletionStage())
                .map(Map::values);
    }

    private static boolean hasLeaders(Collection<TopicDescription> topics) {
        return topics.stream().flatMap(topic -> topic.partitions().stream()).allMatch(partition -> partition.leader() != null);
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

    private static final class NoLeader extends Exception {

        private static final long serialVersionUID = 1;
    }
}
