import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the JVM's AOT cache of a service (JEP 483, 515): starts it, uses it a little, stops it. No server is there, so it meets what
 * it meets in an outage; but it has loaded its classes by then, and checked tokens that are signed by a key of this run.
 *
 * <p>Arguments: the java that will run the service, the folder with quarkus-run.jar, which gets app.aot.
 */
class Train {

    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String ISSUER = "https://training.invalid";
    private static final int ROUNDS = 20;
    /** So many that the profile of a gateway's connections is worth keeping: half of what the first ones cost is the JVM's compilers. */
    private static final int CONNECTIONS = 3_000;

    void main(String[] arguments) throws Exception {
        String java = arguments[0];
        Path app = Path.of(arguments[1]);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Path files = Files.createTempDirectory("training");
        Path key = Files.writeString(files.resolve("public.pem"), "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
        String token = token(keys);
        Path tokenFile = Files.writeString(files.resolve("token"), token);
        int port = freePort();
        int management = freePort();

        Process service = start(java, app, Map.of(
                "QUARKUS_HTTP_PORT", Integer.toString(port), "QUARKUS_MANAGEMENT_PORT", Integer.toString(management),
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString(),
                "MP_JWT_VERIFY_ISSUER", ISSUER, "GATEWAY_INBOX_TOKEN_FILE", tokenFile.toString()));
        awaitLive(management, service);
        for (int i = 0; i < ROUNDS; i++) {
            use(port, management, token);
        }
        int connections = connectMany(port, token);
        service.destroy();
        if (!service.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS) || !Files.exists(app.resolve("app.aot"))) {
            service.destroyForcibly();
            throw new IllegalStateException("no cache was made");
        }
        IO.println("app.aot: %d MB, after %d connections".formatted(Files.size(app.resolve("app.aot")) >> 20, connections));
    }

    private static Process start(String java, Path app, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(java, "-XX:AOTCacheOutput=" + app.resolve("app.aot"),
                "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
                "-jar", app.resolve("quarkus-run.jar").toString())).inheritIO();
        builder.environment().putAll(environment);
        // No server listens there: refused at once, instead of a wait for DNS.
        builder.environment().putAll(Map.of("QUARKUS_FLYWAY_MIGRATE_AT_START", "false",
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://127.0.0.1:1/none",
                "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/none",
                "QUARKUS_DATASOURCE_USERNAME", "none", "QUARKUS_DATASOURCE_PASSWORD", "none",
                "QUARKUS_REDIS_HOSTS", "redis://127.0.0.1:1", "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "CHANNELS_SOCKET_DRAIN_WINDOW", "0s", "QUARKUS_SHUTDOWN_DELAY", "0s", "MENTION_KAFKA_DEADLINE", "500ms"));
        return builder.start();
    }

    private static void awaitLive(int port, Process service) throws Exception {
        Instant end = Instant.now().plus(BOUND);
        while (status(port, "GET", "/q/health/live", "", "") != 200) {
            if (!service.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("the service does not start");
            }
            Thread.sleep(100);
        }
    }

    /** Each service answers some of it, and refuses the rest: both is code that it will need. */
    private static void use(int port, int management, String token) throws Exception {
        status(management, "GET", "/q/health/ready", "", "");
        status(management, "GET", "/q/metrics", "", "");
        status(port, "POST", "/mentions", token, """
                {"actor": {"id": "ada", "name": "Ada"}, "recipients": ["bob"], "occurredAt": "2026-01-31T12:00:00Z",
                 "source": {"type": "comment", "id": "1", "url": "https://example.com", "title": "A"}, "excerpt": "@bob"}""");
        status(port, "GET", "/inbox/ada", token, "");
        status(port, "POST", "/inboxes/catch-up", token, "[{\"user\": \"ada\"}]");
        status(port, "POST", "/broadcast", token, "{\"topic\": \"room:lobby\", \"event\": \"new_msg\", \"payload\": {}}");
        status(port, "GET", "/socket/longpoll?vsn=2.0.0&token=" + token, "", "");
        connect(port, token, "notifications:ada");
    }

    private static int connectMany(int port, String token) throws Exception {
        int connections = 0;
        while (connections < CONNECTIONS && connect(port, token, "room:lobby")) {
            connections++;
        }
        return connections;
    }

    /** Joins, says something and goes. @return false: there are no sockets here */
    private static boolean connect(int port, String token, String topic) throws Exception {
        CountDownLatch answers = new CountDownLatch(3);
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                answers.countDown();
                socket.request(1);
                return null;
            }
        };
        try {
            WebSocket socket = HTTP.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:%d/socket/websocket?vsn=2.0.0&token=%s"
                    .formatted(port, token)), listener).join();
            socket.sendText("[\"1\",\"1\",\"%s\",\"phx_join\",{}]".formatted(topic), true).join();
            socket.sendText("[null,\"2\",\"phoenix\",\"heartbeat\",{}]", true).join();
            socket.sendText("[\"1\",\"3\",\"%s\",\"ping\",{}]".formatted(topic), true).join();
            answers.await(30, TimeUnit.SECONDS);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
            return true;
        } catch (CompletionException notTheGateway) {
            return false; // the other services have no sockets
        }
    }

    private static int status(int port, String method, String path, String token, String body) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30)).header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static String token(KeyPair keys) throws Exception {
        long now = Instant.now().getEpochSecond();
        String signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode("""
                {"iss":"%s","aud":"beckon","sub":"ada","name":"Ada","iat":%d,"exp":%d,\
                "groups":["mentions:write","inboxes:read","broadcast"]}""".formatted(ISSUER, now, now + 3600));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes());
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static String encode(String part) {
        return BASE64.encodeToString(part.getBytes());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
