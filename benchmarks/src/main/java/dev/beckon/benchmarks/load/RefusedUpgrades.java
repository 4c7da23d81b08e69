package dev.beckon.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Clients that request a socket and are refused, each on its own TCP connection; latency counts from the due time, as in
 * {@link MentionPosts}.
 */
final class RefusedUpgrades {

    private static final int AT_ONCE = 32;
    private static final byte[] REFUSED = "HTTP/1.1 403".getBytes(StandardCharsets.US_ASCII);

    private final Order.Knock order;
    private final byte[] request;
    private final long start = System.nanoTime();
    private final AtomicInteger next = new AtomicInteger();
    private final Histogram micros = new ConcurrentHistogram(LoadAnswer.HIGHEST_MICROS, LoadAnswer.DIGITS);

    private RefusedUpgrades(Order.Knock order, byte[] request) {
        this.order = order;
        this.request = request;
    }

    /** @throws IOException if the gateway answers an upgrade with another status than 403 */
    static LoadAnswer run(Order.Knock order, byte[] request) throws IOException {
        RefusedUpgrades knocks = new RefusedUpgrades(order, request);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("knock-", 0).factory())) {
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(threads.submit(knocks::oneByOne));
            }
        }
        for (Future<?> one : all) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IOException("a client was not refused: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return LoadAnswer.of(order.count(), knocks.micros);
    }

    private Void oneByOne() throws IOException {
        for (int n = next.getAndIncrement(); n < order.count(); n = next.getAndIncrement()) {
            long due = start + (long) (n * 1e9 / order.perSecond());
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            try (Socket socket = new Socket("127.0.0.1", order.port())) {
                socket.getOutputStream().write(request);
                awaitRefusal(new BufferedInputStream(socket.getInputStream()));
            }
            micros.recordValue(Math.min(LoadAnswer.HIGHEST_MICROS, (System.nanoTime() - due) / 1_000));
        }
        return null;
    }

    private static void awaitRefusal(InputStream in) throws IOException {
        byte[] status = in.readNBytes(REFUSED.length);
        if (!Arrays.equals(status, REFUSED)) {
            throw new IOException(new String(status, StandardCharsets.US_ASCII));
        }
    }
}
