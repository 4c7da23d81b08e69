package dev.beckon.systemtests.faults;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.testclients.MentionApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The load balancer before the processes of a service: gives requests in turn to the ready ones, and repeats a request without an
 * answer, or with status 503, at the next process with the same Idempotency-Key.
 */
final class LoadBalancer implements AutoCloseable {

    private static final Duration PROBE_PERIOD = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 4;
    private static final int ACCEPTED = 202;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<URI> services;
    private final List<MentionApi> clients;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Thread probes = Thread.ofVirtual().unstarted(this::probe);
    private volatile List<MentionApi> ready;
    private volatile boolean whole;

    LoadBalancer(List<URI> services, String token) {
        this.services = services;
        this.clients = services.stream().map(service -> new MentionApi(service, token)).toList();
        this.ready = clients;
        probes.start();
    }

    /** @throws AssertionError if no attempt was accepted */
    void post(String excerpt, List<String> recipients) {
        String key = UUID.randomUUID().toString();
        String body = MentionApi.body(excerpt, recipients);
        StringBuilder failures = new StringBuilder();
        int first = turn.getAndIncrement(); // a local index: a shared one could lead a repeated request back to the same process
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            repeated.addAndGet(attempt == 0 ? 0 : 1);
            List<MentionApi> now = attempt == 0 ? ready : clients; // in turn, so that another process is tried
            try {
                HttpResponse<String> answer = now.get(Math.floorMod(first + attempt, now.size())).send(key, body, PATIENCE);
                if (answer.statusCode() == ACCEPTED) {
                    return;
                }
                failures.append(answer.statusCode()).append(' ').append(answer.body()).append('\n');
            } catch (IOException e) {
                failures.append(e).append('\n');
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError(failures.toString());
    }

    /** Whether every process was seen ready; a test may end one only then. */
    boolean isWhole() {
        return whole;
    }

    /** The number of requests that were repeated at a second process. */
    int repeated() {
        return repeated.get();
    }

    private void probe() {
        while (!Thread.currentThread().isInterrupted()) {
            List<MentionApi> found = clients.stream().filter(client -> isReady(services.get(clients.indexOf(client)))).toList();
            ready = found.isEmpty() ? clients : found;
            whole = found.size() == clients.size();
            LockSupport.parkNanos(PROBE_PERIOD.toNanos());
        }
    }

    private boolean isReady(URI service) {
        try {
            return http.send(HttpRequest.newBuilder(Beckon.management(service).resolve("/q/health/ready")).timeout(Duration.ofSeconds(5))
                    .build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        probes.interrupt();
        http.close();
    }
}
