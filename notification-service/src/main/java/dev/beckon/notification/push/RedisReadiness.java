package dev.beckon.notification.push;

import dev.beckon.redis.masters.RedisMaster;
import dev.beckon.redis.masters.RedisMasters;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports whether Redis is reachable, in a cluster every master, and is up either way: without Redis the service still stores mentions and answers
 * inboxes, and gateways need exactly those answers while no frames arrive.
 */
@Readiness
@ApplicationScoped
class RedisReadiness implements AsyncHealthCheck {

    private final RedisMasters masters;

    RedisReadiness(RedisMasters masters) {
        this.masters = masters;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        Set<RedisMaster> all = masters.all();
        if (all.isEmpty()) {
            return Uni.createFrom().item(report("away"));
        }
        return Uni.join().all(all.stream().map(RedisReadiness::answers).toList()).andFailFast()
                .map(answers -> report(answers.stream().allMatch(each -> each) ? "reachable" : answers.contains(true) ? "partly" : "away"));
    }

    private static Uni<Boolean> answers(RedisMaster master) {
        return Uni.createFrom().completionStage(() -> master.client().send(Request.cmd(Command.PING)).toCompletionStage())
                .ifNoItem().after(RedisPush.ATTEMPT_TIMEOUT).fail()
                .replaceWith(true)
                .onFailure().recoverWithItem(false);
    }

    private static HealthCheckResponse report(String state) {
        return HealthCheckResponse.named("Redis").up().withData("state", state).build();
    }
}
