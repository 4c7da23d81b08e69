package dev.beckon.emitter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** An HTTP server that gives the answers of a script, one after the other, and else accepts: faults that Beckon cannot be made to have. */
final class ScriptedServer implements AutoCloseable {

    static final String ID = "01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e";

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Deque<Answer> script = new ArrayDeque<>();
    private final HttpServer server;

    /** @param call method and raw path with its query */
    record Request(String call, String key, String token, String body) {}

    /** @param status 0: ends the connection without an answer */
    record Answer(int status, Map<String, String> headers, String body) {}

    ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    ScriptedServer then(int status, String body) {
        return then(status, Map.of(), body);
    }

    synchronized ScriptedServer then(int status, Map<String, String> headers, String body) {
        script.add(new Answer(status, headers, body));
        return this;
    }

    private synchronized Answer next(String body) {
        Answer next = script.poll();
        long mentions = Math.max(1, body.split("\"actor\"", -1).length - 1);
        String ids = String.join(",", IntStream.range(0, (int) mentions).mapToObj(i -> '"' + ID + '"').toList());
        return next == null ? new Answer(202, Map.of(), "{\"ids\":[" + ids + "]}") : next;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(new Request(exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"), exchange.getRequestHeaders().getFirst("Authorization"), body));
        Answer answer = next(body);
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
