package dev.beckon.notification.ingest;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready until Kafka has admitted this process to the consumer group, so that "ready" means that mentions arrive. After that
 * it stays up and reports which server consumption waits for: the service answers inboxes without Kafka, and with every process
 * unready the gateways would lose the inboxes as well. Not ready again once consumption has ended, because waiting does not
 * cure that: an operator has to act.
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
