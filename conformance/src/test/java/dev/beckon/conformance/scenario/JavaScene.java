package dev.beckon.conformance.scenario;

import dev.beckon.conformance.transcript.Venue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import kotlin.Unit;
import kotlin.jvm.functions.Function0;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.phoenixframework.Defaults;
import org.phoenixframework.Socket;

/** All sockets that one scenario opens with JavaPhoenixClient; closes them at the end. */
final class JavaScene implements AutoCloseable {

    private static final Duration LATENCY = Duration.ofMillis(150);

    private final Venue venue;
    private final String run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    private final OkHttpClient http = new OkHttpClient.Builder().addInterceptor(JavaScene::distant).build();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    JavaScene(Venue venue) {
        this.venue = venue;
    }

    /**
     * Adds the latency of a near server: the client loses messages that it sends before {@code newWebSocket} has returned
     * (JavaPhoenixClient 1.3.1, WebSocketTransport.connect).
     */
    private static Response distant(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        LockSupport.parkNanos(LATENCY.toNanos());
        return response;
    }

    String user(String name) {
        return name + "-" + run;
    }

    String topic() {
        return "room:" + run;
    }

    String token(String user) {
        return venue.credential("token", user);
    }

    Outside outside() {
        return new Outside(venue);
    }

    Link link() {
        Link link = new Link(venue.address());
        links.add(link);
        return link;
    }

    /** A socket that is not connected yet. */
    Socket socket(InetSocketAddress address, Function0<Map<String, Object>> params) {
        Socket socket = new Socket("http://127.0.0.1:%d/socket/websocket".formatted(address.getPort()), params, Defaults.VSN,
                Defaults.INSTANCE.getEncode(), Defaults.INSTANCE.getDecode(), http);
        socket.setLogger(line -> {
            log.add(line);
            return Unit.INSTANCE;
        });
        sockets.add(socket);
        return socket;
    }

    Socket connected(InetSocketAddress address, String user) {
        Socket socket = socket(address, () -> Map.of("token", token(user)));
        socket.connect();
        return socket;
    }

    Socket connected(String user) {
        return connected(venue.address(), user);
    }

    /** The client's own log of its sockets, for a scenario that fails. */
    List<String> log() {
        return log;
    }

    InetSocketAddress address() {
        return venue.address();
    }

    JavaRoom room(Socket socket) {
        return new JavaRoom(socket.channel(topic(), Map.of()));
    }

    /** A new socket of this user, in the scene's room. */
    JavaRoom member(String name) {
        JavaRoom room = room(connected(user(name)));
        room.join();
        return room;
    }

    @Override
    public void close() {
        sockets.forEach(socket -> socket.disconnect(1000, "", () -> Unit.INSTANCE));
        links.forEach(Link::close);
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
