package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Groups;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxAnswer;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Notification.Group;
import dev.beckon.contracts.NotificationPage;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Answers in place of notification-service, from inboxes that hold no notifications, and records what it was asked for. */
public final class StandInInboxes implements QuarkusTestResourceLifecycleManager {

    static final UUID EPOCH = UUID.randomUUID();

    /** Users of positions with a revision: not those who join. */
    static final List<String> COMPARED = new CopyOnWriteArrayList<>();

    /** Users' own calls: method, address and body as they arrived. */
    static final List<String> CALLS = new CopyOnWriteArrayList<>();

    /** Positions that asked for groups after a join. */
    static final List<Position> GROUPED = new CopyOnWriteArrayList<>();

    /** Calls for groups after a join get this answer as long as it is not 200. */
    static volatile int groupStatus = 200;

    /** Calls for groups after a join wait for it. */
    static volatile CountDownLatch groupsMayCome = new CountDownLatch(0);

    private static final Map<String, Long> REVS = new ConcurrentHashMap<>();

    private final ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
    /** An address of a process that is away: its port is taken and not listened at. */
    private final Socket away = new Socket();
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
            away.bind(new InetSocketAddress("127.0.0.1", 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/inboxes/catch-up", this::answer);
        server.createContext("/inbox/", this::record);
        server.start();
        return Map.of("gateway.inbox.url", "http://127.0.0.1:%d,http://127.0.0.1:%d".formatted(away.getLocalPort(),
                server.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        Position[] positions = json.readValue(exchange.getRequestBody(), Position[].class);
        List<Position> grouped = Stream.of(positions).filter(position -> position.grouped() != null && position.rev() != null).toList();
        GROUPED.addAll(grouped);
        if (!grouped.isEmpty() && groupStatus != 200) {
            exchange.sendResponseHeaders(groupStatus, -1);
            exchange.close();
            return;
        }
        await(grouped.isEmpty() ? new CountDownLatch(0) : groupsMayCome);
        Stream.of(positions).filter(position -> position.rev() != null).map(Position::user).forEach(COMPARED::add);
        send(exchange, Stream.of(positions).map(StandInInboxes::difference).toList());
    }

    /** There are always more read notifications to archive, and three of everything. */
    private void record(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        CALLS.add((call + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).trim());
        send(exchange, call.startsWith("GET")
                ? new NotificationPage(List.of(), null, call.contains("count=true") ? 3 : null)
                : new InboxAnswer(new InboxState(0, 0, 0, 1, EPOCH, 0), call.endsWith("/archive-read")));
    }

    private void send(HttpExchange exchange, Object answer) throws IOException {
        byte[] body = json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every change is of one thread, which has as many notifications as the inbox has revisions. */
    static Notification group(long rev) {
        return GapRepairTest.unread(rev, rev).in(new Group("plan", (int) rev, 1, List.of(new Actor("ada", "Ada")), 1));
    }

    private static Difference grouped(Position position, long rev) {
        boolean snapshot = position.rev() == null;
        return new Difference(position.user(), new InboxState(0, 0, 0, rev, EPOCH, 0), List.of(), List.of(), snapshot, new Groups(
                snapshot || position.rev() < rev ? List.of(group(rev)) : List.of(), List.of(), List.of(), snapshot ? 1L : null));
    }

    private static Difference difference(Position position) {
        if (position.grouped() != null) {
            return grouped(position, rev(position.user()));
        }
        return new Difference(position.user(), new InboxState(0, 0, 0, rev(position.user()), EPOCH, 0), List.of(), position.rev() == null);
    }

    @Override
    public void stop() {
        server.stop(0);
        try {
            away.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
