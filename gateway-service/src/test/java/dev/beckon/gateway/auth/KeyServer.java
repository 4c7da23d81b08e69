package dev.beckon.gateway.auth;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Publishes keys as a JWK Set (RFC 7517), as an identity provider does. */
public final class KeyServer implements AutoCloseable {

    private final HttpServer server;
    private final List<String> keys = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile @Nullable CountDownLatch hold;
    private volatile @Nullable String answer;
    private volatile int status = 200;
    private volatile int maxAgeSeconds = 600;

    /** @param port 0: any free port */
    public KeyServer(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/jwks.json", exchange -> {
            requests.incrementAndGet();
            waitIfHeld();
            String content = answer == null ? "{\"keys\":[" + String.join(",", keys) + "]}" : answer;
            byte[] body = content.getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Cache-Control", "max-age=" + maxAgeSeconds);
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    /** @param id {@code null}: the only key, without an id */
    public KeyServer publish(@Nullable String id, RSAPublicKey key) {
        String kid = id == null ? "" : "\"kid\":\"" + id + "\",";
        keys.add("{%s\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(kid, base64(key.getModulus()), base64(key.getPublicExponent())));
        return this;
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/jwks.json";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** @param content {@code null}: the keys again, with status 200 */
    public void answer(int withStatus, @Nullable String content) {
        status = withStatus;
        answer = content;
    }

    /** Sets how long clients keep the keys. */
    KeyServer maxAge(int seconds) {
        maxAgeSeconds = seconds;
        return this;
    }

    int requests() {
        return requests.get();
    }

    /** Withholds all answers until the returned latch is counted down. */
    CountDownLatch hold() {
        CountDownLatch latch = new CountDownLatch(1);
        hold = latch;
        return latch;
    }

    private void waitIfHeld() {
        try {
            CountDownLatch latch = hold;
            if (latch != null) {
                latch.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
