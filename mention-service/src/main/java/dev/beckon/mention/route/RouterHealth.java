package dev.beckon.mention.route;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports the router. Never unready for it: the instance still answers posts, and another may route. Without Kafka
 * {@code KafkaReadiness} makes the instance unready.
 */
@Readiness
@ApplicationScoped
class RouterHealth implements HealthCheck {

    private final MentionRouter router;

    RouterHealth(MentionRouter router) {
        this.router = router;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Mention router")
                .up()
                .withData("partitions", router.partitions())
                .withData("waiting", router.isWaiting())
                .build();
    }
}
