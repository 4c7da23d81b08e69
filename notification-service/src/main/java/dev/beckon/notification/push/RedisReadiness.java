package dev.beckon.notification.push;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says whether Redis can be reached, and is up either way: without Redis mentions are stored and inboxes answered all the
 * same, and gateways need exactly those answers while no frames come.
 */
@Readiness
@ApplicationScoped
class RedisReadiness implements AsyncHealthCheck {

    private final Redis redis;
    private final PushConfig config;

    RedisReadiness(Redis redis, PushConfig config) {
        this.redis = redis;
        this.config = config;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return redis.send(Request.cmd(Command.PING))
                .ifNoItem().after(config.attemptTimeout()).fail()
                .map(_ -> report("reachable"))
                .onFailure().recoverWithItem(() -> report("away"));
    }

    private static HealthCheckResponse report(String state) {
        return HealthCheckResponse.named("Redis").up().withData("state", state).build();
    }
}
