package dev.beckon.notification.ingest;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready until Kafka has let this process into the consumer group, so that "ready" means that mentions arrive. After
 * that it says what consumption waits for and stays up: inboxes are answered without Kafka, and taking every process out
 * of service for it would take the inboxes from the gateways as well. Not ready again once consumption has ended, which no
 * waiting cures and somebody has to look at.
 */
@Readiness
@ApplicationScoped
class IngestReadiness implements HealthCheck {

    private final ConsumerGroup group;
    private final OutageRetry outages;
    private final ConsumptionWatch watch;

    IngestReadiness(@Identifier(ConsumerGroup.ID) ConsumerGroup group, OutageRetry outages, ConsumptionWatch watch) {
        this.group = group;
        this.outages = outages;
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Kafka consumer")
                .status(group.joined() && !watch.isStopped())
                .withData("partitions", group.size())
                .withData("stopped", watch.isStopped())
                .withData("waiting for", String.join(", ", outages.waitingFor()))
                .build();
    }
}
