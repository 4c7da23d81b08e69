package dev.beckon.notification.push;

import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.hints.ChangeHint;
import dev.beckon.notification.push.ChangeLog.Changes;
import dev.beckon.redis.RedisPrefix;
import dev.beckon.redis.masters.RedisMasters;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Publishes this process's hints, which it numbers. */
@ApplicationScoped
public class HintPush {

    private final RedisMasters masters;
    private final ChangeLog log;
    private final RedisPrefix prefix;
    private final String publisher = UUID.randomUUID().toString();
    private long number;
    private long lastNanos = System.nanoTime();

    HintPush(RedisMasters masters, ChangeLog log,
            @ConfigProperty(name = RedisPrefix.KEY, defaultValue = InboxFrame.REDIS_PREFIX) String prefix) {
        this.masters = masters;
        this.log = log;
        this.prefix = masters.prefix(prefix);
    }

    private record Numbered(ChangeHint hint, boolean isComplete) {}

    /**
     * Publishes the changes since the last hint.
     *
     * @param next time until the next hint; zero: this is the last, unless a write is under way, whose outcome no hint would name
     * @return whether Redis has taken a hint of all changes; never fails
     */
    public Uni<Boolean> publish(Map<UUID, Long> databases, Duration next) {
        return Uni.createFrom().item(() -> number(log.take(), databases, next))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()) // it sorts up to 400,000 numbers
                .chain(numbered -> send(numbered.hint()).ifNoItem().after(RedisPush.ATTEMPT_TIMEOUT).fail()
                        .replaceWith(numbered.isComplete()))
                .onFailure().recoverWithItem(false);
    }

    private synchronized Numbered number(Changes changes, Map<UUID, Long> databases, Duration next) {
        long now = System.nanoTime();
        Duration since = Duration.ofNanos(now - lastNanos);
        lastNanos = now;
        // Without a last hint gateways find this process silent and compare all members, whatever becomes of the write.
        Duration announced = next.isZero() && !changes.isSettled() ? Duration.ofMillis(1) : next;
        return new Numbered(
                new ChangeHint(publisher, ++number, since, announced, databases, changes.overtaken(), changes.unclear()), changes
                        .isComplete());
    }

    private Uni<Response> send(ChangeHint hint) {
        String channel = prefix.channel(hint.topic());
        Request request = Request.cmd(masters.isCluster() ? Command.SPUBLISH : Command.PUBLISH).arg(channel).arg(hint.message().encode());
        return Uni.createFrom().completionStage(() -> masters.send(channel, request).toCompletionStage());
    }
}
