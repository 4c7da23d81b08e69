package dev.beckon.channels.lab;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Presence;
import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.pubsub.Subscriptions;
import dev.beckon.channels.internal.socket.Sockets;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InstanceHandle;
import jakarta.enterprise.inject.Any;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Connects the clients of a test; closes them after it, and then asserts that nothing is left over on the server. */
public final class Clients implements AfterEachCallback {

    private final List<AutoCloseable> open = new ArrayList<>();

    public PhoenixClient connect() {
        return connect("");
    }

    /** @param params further parameters of the query, such as {@code &user=ada} */
    public PhoenixClient connect(String params) {
        PhoenixClient client = PhoenixClient.connect(
                URI.create("ws://localhost:" + port() + "/socket/websocket?vsn=2.0.0" + params));
        open.add(client);
        return client;
    }

    /** Connects to another socket than the usual one. @param socket such as {@code /admin/socket} */
    public PhoenixClient connectAt(String socket, String params) {
        PhoenixClient client = PhoenixClient.connect(
                URI.create("ws://localhost:" + port() + socket + "/websocket?vsn=2.0.0" + params));
        open.add(client);
        return client;
    }

    /** Asks for an upgrade with exactly this query; the caller reads the answer. */
    public RawConnection raw(String query) {
        RawConnection connection = new RawConnection(port(), "/socket/websocket" + query);
        open.add(connection);
        return connection;
    }

    /** Asks for an upgrade at another path than the usual one. */
    public RawConnection rawAt(String target, String headers) {
        RawConnection connection = new RawConnection(port(), target, headers);
        open.add(connection);
        return connection;
    }

    /** @param header one further line of the request */
    public RawConnection raw(String query, String header) {
        RawConnection connection = new RawConnection(port(), "/socket/websocket" + query, header + "\r\n");
        open.add(connection);
        return connection;
    }

    /** Connects with another protocol version than {@link #connect} does. */
    public PhoenixClient connectAs(String vsn) {
        PhoenixClient client = PhoenixClient.connect(
                URI.create("ws://localhost:" + port() + "/socket/websocket" + vsn));
        open.add(client);
        return client;
    }

    /** A long-polling client; it opens no session yet. */
    public LongPollClient longPoll() {
        return longPoll("");
    }

    /** @param params further parameters of the query, such as {@code &user=ada} */
    public LongPollClient longPoll(String params) {
        return longPollAt("?vsn=2.0.0" + params);
    }

    /** A long-polling client with exactly this query. */
    public LongPollClient longPollAt(String query) {
        LongPollClient client = new LongPollClient(URI.create("http://localhost:" + port() + "/socket/longpoll" + query));
        open.add(client);
        return client;
    }

    /** A long-polling client of another node than this application's. */
    public LongPollClient longPollOn(int otherPort, String token) {
        LongPollClient client = new LongPollClient(
                URI.create("http://localhost:" + otherPort + "/socket/longpoll?vsn=2.0.0"));
        client.useToken(token);
        open.add(client);
        return client;
    }

    /** A connection on which the test writes its own bytes. */
    public HttpConnection http() {
        return http(port());
    }

    public HttpConnection http(int otherPort) {
        HttpConnection connection = new HttpConnection(otherPort);
        open.add(connection);
        return connection;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable client : open) {
            client.close();
        }
        open.clear();
        Sockets sockets = Arc.container().instance(Sockets.class).get();
        PubSub pubSub = Arc.container().instance(PubSub.class).get();
        soon().until(() -> sockets.count() == 0);
        assertThat(Subscriptions.topics(pubSub)).as("topics with subscribers and without sockets")
                .allMatch(topic -> topic.startsWith("/presence/"));
        for (InstanceHandle<Presence> presence : Arc.container().listAll(Presence.class, Any.Literal.INSTANCE)) {
            soon().until(() -> presence.get().topicCount().await().atMost(PhoenixClient.PATIENCE) == 0);
        }
        Arc.container().instance(Lab.class).get().reset();
    }

    private static int port() {
        return URI.create(ConfigProvider.getConfig().getValue("test.url", String.class)).getPort();
    }
}
