package dev.beckon.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A product team that posts at a fixed rate, whether or not answers arrive: latency counts from each POST's due time (no
 * coordinated omission). Each concurrent POST has its own thread and kept-alive connection.
 */
final class MentionPosts {

    private static final int CONNECTIONS = 32;

    private final Order.Post order;
    private final long start = System.nanoTime();
    private final AtomicInteger next = new AtomicInteger();
    private final Histogram micros = new ConcurrentHistogram(LoadAnswer.HIGHEST_MICROS, LoadAnswer.DIGITS);

    private MentionPosts(Order.Post order) {
        this.order = order;
    }

    /** @throws IOException if mention-service answers a post with another status than 202 */
    static LoadAnswer run(Order.Post order) throws IOException {
        MentionPosts posts = new MentionPosts(order);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("post-", 0).factory())) {
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(threads.submit(posts::connection));
            }
        }
        for (Future<?> one : all) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IOException("a POST failed: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return LoadAnswer.of(order.count(), posts.micros);
    }

    private Void connection() throws IOException {
        try (Socket socket = new Socket(order.mentions().getHost(), order.mentions().getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int n = next.getAndIncrement(); n < order.count(); n = next.getAndIncrement()) {
                long due = start + (long) (n / order.perSecond() * 1e9);
                byte[] request = request(order.mentions(), order.token(), order.lists().body(n, due));
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                out.write(request);
                HttpAnswer.readAccepted(in);
                micros.recordValue(Math.min(LoadAnswer.HIGHEST_MICROS, (System.nanoTime() - due) / 1_000));
            }
        }
        return null;
    }

    private static byte[] request(URI mentions, String token, byte[] body) {
        byte[] head = """
                POST /mentions HTTP/1.1\r
                Host: %s\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """.formatted(mentions.getAuthority(), token, body.length).getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }
}
