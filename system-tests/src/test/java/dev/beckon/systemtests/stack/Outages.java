package dev.beckon.systemtests.stack;

import static dev.beckon.systemtests.expect.Eventually.AFTER_RESTART;
import static dev.beckon.systemtests.expect.Eventually.eventually;

import dev.beckon.localstack.LocalStack;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.verify.network.TcpProxy;
import dev.beckon.verify.network.Weather;
import dev.beckon.verify.stack.Proxies;
import dev.beckon.verify.stack.RedisOperator;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Breaks parts of the system; closing an {@link Outage} mends it. */
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

    /** As {@code kill -9} or a machine that loses its power. */
    public Outage killed(String process) {
        stack.process(process).kill();
        return () -> stack.process(process).restart();
    }

    /** As Kubernetes ends a pod. */
    public Outage stopped(String process) {
        stack.process(process).stop();
        return () -> stack.process(process).restart();
    }

    /** The process does nothing any more, while its connections stay open. */
    public Outage paused(String process) {
        stack.process(process).pause();
        return () -> stack.process(process).resume();
    }

    /** @param connection such as {@code gateway-1 to redis} */
    public Outage weather(String connection, Weather weather) {
        TcpProxy proxy = proxies.proxy(connection);
        proxy.weather(weather);
        return () -> proxy.weather(Weather.CALM);
    }

    /** Redis ends the connections of those who subscribe. */
    public void killSubscriptions() {
        try {
            RedisOperator.killSubscriptions(stack.redis().port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the process says that it is not ready. */
    public boolean isNoticedBy(String process) {
        return !stack.process(process).isReady();
    }

    void awaitWhole() {
        eventually(AFTER_RESTART, () -> {
            for (ServiceProcess service : stack.services()) {
                if (!service.isReady()) {
                    throw new AssertionError("%s is not ready; see %s".formatted(service.name(), service.log()));
                }
            }
        });
    }
}
