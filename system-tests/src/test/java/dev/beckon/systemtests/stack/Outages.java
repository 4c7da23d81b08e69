package dev.beckon.systemtests.stack;

import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.testservers.TcpProxy;
import dev.beckon.testservers.TcpProxy.Mode;
import dev.beckon.verify.stack.Proxies;
import dev.beckon.verify.stack.RedisOperator;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Breaks parts of the system; closing an {@link Outage} repairs them. */
public final class Outages {

    private final LocalStack stack;
    private final Proxies proxies;

    Outages(LocalStack stack, Proxies proxies) {
        this.stack = stack;
        this.proxies = proxies;
    }

    /** Lasts until it is closed. */
    public interface Outage extends AutoCloseable {

        @Override
        void close();
    }

    public Outage redis() {
        stack.redis().stop();
        return () -> stack.redis().start();
    }

    public Outage postgres() {
        stack.postgres().stop();
        return () -> stack.postgres().start();
    }

    public Outage kafka() {
        stack.kafka().stop();
        return () -> stack.kafka().start();
    }

    /** Like {@code kill -9} or a power failure. */
    public Outage killed(String process) {
        stack.process(process).kill();
        return () -> stack.process(process).restart();
    }

    /** Stops the process as Kubernetes stops a pod. */
    public Outage stopped(String process) {
        stack.process(process).stop();
        return () -> stack.process(process).restart();
    }

    /** The process does no work, while its connections stay open. */
    public Outage paused(String process) {
        stack.process(process).pause();
        return () -> stack.process(process).resume();
    }

    /** @param connection such as {@code gateway-1 to redis} */
    public Outage network(String connection, Mode mode) {
        TcpProxy proxy = proxies.proxy(connection);
        proxy.set(mode);
        return () -> proxy.set(Mode.PASS);
    }

    /** Redis starts again without its data, from the gateways' point of view. Returns when a gateway has written its own data again. */
    public void redisLosesAllData() {
        int port = stack.redis().port();
        redisIsFlushed();
        soon().untilAsserted(() -> {
            if (!RedisOperator.has(port, "beckon:/blocks")) {
                throw new AssertionError("no gateway has put the blocks back");
            }
        });
    }

    /** As {@link #redisLosesAllData}, without waiting. */
    public void redisIsFlushed() {
        try {
            RedisOperator.loseAllData(stack.redis().port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Redis closes the connections of its subscribers. */
    public void killSubscriptions() {
        try {
            RedisOperator.killSubscriptions(stack.redis().port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the process reports that it is not ready. */
    public boolean isNoticedBy(String process) {
        return !stack.process(process).isReady();
    }

    void awaitWhole() {
        within(AFTER_RESTART).untilAsserted(() -> {
            for (ServiceProcess service : stack.services()) {
                if (!service.isReady()) {
                    throw new AssertionError("%s is not ready; see %s".formatted(service.name(), service.log()));
                }
            }
        });
    }
}
