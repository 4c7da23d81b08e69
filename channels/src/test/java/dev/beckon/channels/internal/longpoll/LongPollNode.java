package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.internal.transport.ClientAdmission;
import dev.beckon.channels.internal.transport.MessageBound;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.spi.Converter;

/** One more long-polling node beside the application's own, with its own port and the application's sockets. */
final class LongPollNode implements AutoCloseable {

    private final LongPollTransport transport;
    private final HttpServer server;

    /** @param config keys without the prefix, and values; the window is the application's unless given here */
    LongPollNode(PubSub pubSub, Map<String, String> config) {
        Vertx vertx = bean(Vertx.class);
        this.transport = new LongPollTransport(
                bean(ClientAdmission.class), bean(Sockets.class), pubSub, vertx, bean(SocketConfig.class), bean(MessageBound.class),
                config(config));
        Router router = Router.router(vertx);
        transport.register(router);
        try {
            this.server = vertx.createHttpServer().requestHandler(router).listen(0)
                    .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    int port() {
        return server.actualPort();
    }

    /** Closes the port and stops the relay: the sessions get no close, and other nodes get nothing more from this one. */
    @Override
    public void close() {
        transport.stop();
        server.close();
    }

    private static LongPollConfig config(Map<String, String> values) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new MemorySizeConverter()})
                .addDiscoveredConverters()
                .withMapping(LongPollConfig.class)
                .withDefaultValue("channels.longpoll.window", "2s");
        values.forEach((key, value) -> builder.withDefaultValue("channels.longpoll." + key, value));
        return builder.build().getConfigMapping(LongPollConfig.class);
    }

    private static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }
}
