package dev.beckon.testclients.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.testclients.RefusedException;
import dev.beckon.testclients.wire.WireMessage.Binary;
import dev.beckon.testclients.wire.WireMessage.Close;
import dev.beckon.testclients.wire.WireMessage.Text;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A session of Phoenix's long polling, each request on a connection of its own. Like Phoenix's
 * {@code assets/js/phoenix/longpoll.js}, it sends one poll at a time, appends the session's token to the URL, and batches several messages.
 */
public final class LongPollConnection implements Connection {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int GONE = 410;

    private final InetSocketAddress server;
    private final String target;
    private final BlockingQueue<WireMessage> received = new LinkedBlockingQueue<>();
    private volatile String token;
    private volatile @Nullable Socket polling;
    private volatile boolean cut;
    private @Nullable WireMessage end;

    private LongPollConnection(InetSocketAddress server, String target, String token) {
        this.server = server;
        this.target = target;
        this.token = token;
    }

    /**
     * Opens a session and begins to poll.
     *
     * @param target with a query
     * @throws RefusedException with the status inside the answer
     */
    public static LongPollConnection open(InetSocketAddress server, String target, List<String> headers) throws IOException {
        HttpRequest opening = new HttpRequest("GET", target + "&", headers, new byte[0]);
        HttpResponse response = opening.send(server);
        JsonNode answer = json(response);
        if (answer.path("status").asInt() != GONE) {
            throw new RefusedException(answer.path("status").asInt(), response.body());
        }
        LongPollConnection connection = new LongPollConnection(server, target, answer.path("token").asText());
        Thread.ofVirtual().start(connection::pollAll);
        return connection;
    }

    private void pollAll() {
        try {
            while (!cut && poll()) {
                // The next poll acknowledges this one to the server.
            }
        } catch (IOException broken) {
            received.add(new Close(Close.CUT));
        }
    }

    /** @return whether the session goes on */
    private boolean poll() throws IOException {
        try (Socket socket = HttpRequest.open(server)) {
            polling = socket;
            JsonNode answer = json(HttpRequest.get(withToken()).sendOn(socket, server));
            int status = answer.path("status").asInt();
            if (status != OK && status != NO_CONTENT) {
                received.add(new Close(status));
                return false;
            }
            token = answer.path("token").asText();
            answer.path("messages").forEach(message -> received.add(new Text(message.asText())));
            return true;
        }
    }

    private String withToken() {
        return target + "&token=" + java.net.URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    /** Several messages, or bytes, form a batch: one line for each, bytes in base64. */
    @Override
    public void send(List<WireMessage> messages) throws IOException {
        if (target.contains("vsn=2") && (messages.size() > 1 || messages.getFirst() instanceof Binary)) {
            List<String> lines = new ArrayList<>();
            messages.forEach(message -> lines.add(line(message)));
            post("application/x-ndjson", String.join("\n", lines));
        } else {
            for (WireMessage message : messages) {
                post("application/json", line(message));
            }
        }
    }

    private static String line(WireMessage message) {
        return switch (message) {
            case Text(var text) -> text;
            case Binary(var bytes) -> Base64.getEncoder().encodeToString(bytes);
            default -> throw new IllegalArgumentException("long polling knows no " + message);
        };
    }

    private void post(String contentType, String body) throws IOException {
        HttpRequest request = new HttpRequest("POST", withToken(), List.of("content-type: " + contentType),
                body.getBytes(StandardCharsets.UTF_8));
        int status = json(request.send(server)).path("status").asInt();
        if (status != OK) {
            received.add(new Close(status));
        }
    }

    private static JsonNode json(HttpResponse response) throws IOException {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new RefusedException(response.status(), response.body());
        }
    }

    @Override
    public @Nullable WireMessage next(Duration patience) throws InterruptedException {
        if (end != null) {
            return end;
        }
        WireMessage next = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (next instanceof Close) {
            end = next;
        }
        return next;
    }

    @Override
    public void cut() {
        cut = true;
        Socket socket = polling;
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException closedAlready) {
            // The connection is closed already.
        }
    }
}
