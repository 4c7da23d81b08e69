package dev.beckon.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A gateway that gets a stop signal closes its connections one after another, and accepts no new ones. */
@SystemTest
class GatewayDrainIT {

    private static final int CLIENTS = 20;
    /** The stack's drain window is three seconds. */
    private static final Duration AT_LEAST = Duration.ofMillis(500);

    private final Beckon beckon;

    GatewayDrainIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void clients_are_told_to_come_back_one_after_another_when_readiness_is_down_already() throws Exception {
        List<CompletableFuture<Long>> ends = new ArrayList<>();
        List<CompletableFuture<Integer>> codes = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            PhoenixClient client = beckon.connect(1, beckon.user("user" + i));
            codes.add(client.closed());
            ends.add(client.closed().thenApply(_ -> System.nanoTime()));
        }
        CompletableFuture<Void> first = CompletableFuture.anyOf(codes.toArray(CompletableFuture[]::new)).thenApply(_ -> null);
        CompletableFuture<Integer> readiness = first.thenApplyAsync(_ -> readiness(), Executors.newVirtualThreadPerTaskExecutor());
        CompletableFuture<Throwable> newcomer = first.handleAsync((_, _) -> refusal(), Executors.newVirtualThreadPerTaskExecutor());

        try (Outage _ = beckon.outages().stopped("gateway-1")) {
            assertThat(readiness.get(60, TimeUnit.SECONDS)).isEqualTo(503);
            assertThat(newcomer.get(60, TimeUnit.SECONDS)).hasMessageContaining("403");
        }

        assertThat(codes).allSatisfy(code -> assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo(1012));
        List<Long> times = ends.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(Duration.ofNanos(times.getLast() - times.getFirst())).isGreaterThan(AT_LEAST);
    }

    private int readiness() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(Beckon.management(beckon.gateway(1)).resolve("/q/health/ready")).build(),
                    BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Throwable refusal() {
        try (PhoenixClient _ = PhoenixClient.connect(beckon.gateway(1), beckon.token(beckon.user("newcomer")))) {
            return new AssertionError("was let in");
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }
}
