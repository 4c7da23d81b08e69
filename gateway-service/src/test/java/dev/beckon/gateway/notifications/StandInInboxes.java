package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxState;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Answers catch-ups in place of notification-service, from inboxes that hold no notifications, and records who was asked for. */
public final class StandInInboxes implements QuarkusTestResourceLifecycleManager {

    static final UUID EPOCH = UUID.randomUUID();

    /** Users of positions with a revision: not those who join. */
    static final List<String> COMPARED = new CopyOnWriteArrayList<>();

    private static final Map<String, Long> REVS = new ConcurrentHashMap<>();

    private final ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
    private HttpServer server;

    /** One change of a user's inbox, which publishes nothing. */
    static void change(String user) {
        REVS.merge(user, 2L, (rev, _) -> rev + 1);
    }

    static long rev(String user) {
        return REVS.getOrDefault(user, 1L);
    }

    /** After the resources that do not know this one. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/inboxes/catch-up", this::answer);
        server.start();
        return Map.of("gateway.inbox.url", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        Position[] positions = json.readValue(exchange.getRequestBody(), Position[].class);
        Stream.of(positions).filter(position -> position.rev() != null).map(Position::user).forEach(COMPARED::add);
        byte[] body = json.writeValueAsBytes(Stream.of(positions).map(StandInInboxes::difference).toList());
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Difference difference(Position position) {
        return new Difference(position.user(), new InboxState(0, 0, 0, rev(position.user()), EPOCH, 0), List.of(), position.rev() == null);
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
