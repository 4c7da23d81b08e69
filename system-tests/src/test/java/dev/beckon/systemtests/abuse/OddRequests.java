package dev.beckon.systemtests.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Requests with random methods, paths, headers and bodies, pipelined on a connection; the last of them may be malformed. */
final class OddRequests extends AbusiveLoad {

    static final String ANSWERED = "answered";
    static final String SENT = "sent";

    private static final int CALLERS = 8;
    private static final int ON_A_CONNECTION = 50;
    private static final int PATIENCE_MILLIS = 15_000;
    private static final byte[] ANSWER = "HTTP/1.".getBytes(ISO_8859_1);

    private static final List<String> METHODS = List.of("GET", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
            "PROPFIND");
    private static final List<String> PATHS = List.of("/", "/broadcast", "/blocks", "/blocks/ada", "/sockets/ada/disconnect",
            "/presence/users?ids=a,b", "/socket/websocket", "/socket/longpoll", "/socket", "/demo/", "/q/openapi", "/q/metrics",
            "/inbox/ada");
    private static final List<String> HEADERS = List.of("Accept: %s", "Authorization: Bearer %s", "Authorization: Basic %s",
            "Cookie: %s=%s",
            "Origin: http://%s.example", "X-%s: %s", "Content-Type: %s/json", "Accept-Encoding: %s", "traceparent: %s", "Range: %s",
            "X-Forwarded-For: %s", "X-HTTP-Method-Override: %s", "Sec-WebSocket-Protocol: %s", "User-Agent: %s", "If-None-Match: %s");
    private static final List<String> MALFORMED = List.of("GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /%%zz%s HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%s HTTP/1.1\r\nHost: a b\r\n\r\n", "GET /%s HTTP/7\r\nHost: a\r\n\r\n",
            "POST /%s HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: %s\r\n\r\n",
            "GET /%s HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "%s\r\n\r\n", "GET /%s HTTP/1.1\r\nHost: a\r\nbroken\r\n\r\n",
            "POST /broadcast?%s HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{",
            "GET /socket/websocket?vsn=2.0.0&token=%s HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    private final URI gateway;
    private final String token;
    private final int requests;
    private final Duration within;
    private final long seed;

    /**
     * @param token appears in some of the addresses and headers
     * @param within spreads the requests evenly over this time; a slow gateway makes it longer
     */
    OddRequests(URI gateway, String token, int requests, Duration within, long seed) {
        this.gateway = gateway;
        this.token = token;
        this.requests = requests;
        this.within = within;
        this.seed = seed;
    }

    @Override
    void run() {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + i);
                callers.submit(() -> call(random));
            }
        }
    }

    private void call(RandomGenerator random) {
        int rounds = requests / CALLERS / ON_A_CONNECTION;
        Duration pace = within.dividedBy(rounds);
        for (long next = System.nanoTime(); rounds > 0 && !isStopped(); rounds--) {
            pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            next += pace.toNanos();
            List<String> pipeline = new ArrayList<>();
            while (pipeline.size() < ON_A_CONNECTION - 1) {
                pipeline.add(request(random));
            }
            pipeline.add(one(MALFORMED, random).replace("%%", "%").replace("%s", word(random)));
            count(SENT, ON_A_CONNECTION);
            say(pipeline);
        }
    }

    /** If the gateway closes the connection after an answer, the requests without an answer are sent on a new one. */
    private void say(List<String> pipeline) {
        for (int from = 0; from < pipeline.size() && !isStopped();) {
            try {
                List<String> rest = pipeline.subList(from, pipeline.size());
                int answered = answers(String.join("", rest), rest.size());
                count(ANSWERED, answered);
                from += Math.max(1, answered);
            } catch (IOException ended) {
                count("broken off");
                from++;
            }
        }
    }

    private String request(RandomGenerator random) {
        String body = random.nextInt(4) == 0 ? "{\"" + word(random) + "\":1}" : "";
        StringBuilder request = new StringBuilder(random.nextInt(3) == 0 ? word(random) : one(METHODS, random))
                .append(' ').append(random.nextInt(2) == 0 ? "/" + word(random) : one(PATHS, random))
                .append(random.nextInt(3) == 0 ? "?" + word(random) + "=" + word(random) + "&vsn=2.0.0&token=" + word(random) : "")
                .append(" HTTP/1.1\r\nHost: a\r\n");
        for (int left = random.nextInt(5); left > 0; left--) {
            request.append(one(HEADERS, random).replace("%s", word(random))).append("\r\n");
        }
        return request.append(body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n").append("\r\n").append(body).toString();
    }

    /** Mostly letters; sometimes escapes, the token, or a long word. */
    private String word(RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0 -> "%2e%2F%C3%A9";
            case 1 -> token;
            case 2 -> "x".repeat(1 + random.nextInt(2_000));
            default -> Long.toString(random.nextLong(1L << 50), 36);
        };
    }

    private static String one(List<String> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }

    /** Reads while it writes, otherwise both sides could wait for each other. @return the number of answers before the end */
    private int answers(String pipeline, int expected) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            Thread.startVirtualThread(() -> write(socket, pipeline.getBytes(ISO_8859_1)));
            int answers = 0;
            int matched = 0;
            byte[] buffer = new byte[16_384];
            InputStream in = socket.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = answers < expected ? in.read(buffer) : -1) {
                for (int i = 0; i < length; i++) {
                    matched = buffer[i] == ANSWER[matched] ? matched + 1 : buffer[i] == ANSWER[0] ? 1 : 0;
                    if (matched == ANSWER.length) {
                        answers++;
                        matched = 0;
                    }
                }
            }
            return answers;
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException ended) {
            // The gateway may close the connection.
        }
    }
}
