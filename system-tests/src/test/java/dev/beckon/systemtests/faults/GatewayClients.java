package dev.beckon.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.testclients.PhoenixClient;
import dev.beckon.testclients.wire.LongPollConnection;
import dev.beckon.testclients.wire.WireMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients of one gateway, over WebSockets and long polling, that record how their connections end when it stops. */
final class GatewayClients {

    private static final int SOCKETS = 20;
    private static final int POLLERS = 3;
    private static final int SERVICE_RESTART = 1012;
    /** The status of a poll after the end of its session, and of a request for a new session at a stopping gateway. */
    private static final int ENDED = 500;
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final List<CompletableFuture<Integer>> sockets = new ArrayList<>();
    private final List<CompletableFuture<Long>> ends = new ArrayList<>();
    private final List<CompletableFuture<Integer>> polls = new ArrayList<>();

    private GatewayClients() {}

    /** Returns when all have joined their inboxes. */
    static GatewayClients at(int gateway, Beckon beckon) throws IOException {
        GatewayClients crowd = new GatewayClients();
        for (int i = 0; i < SOCKETS; i++) {
            String user = beckon.user("socket" + i);
            PhoenixClient client = beckon.connect(gateway, user);
            assertThat(client.join("notifications:" + user, Map.of()).isOk()).isTrue();
            crowd.sockets.add(client.closed());
            crowd.ends.add(client.closed().thenApply(_ -> System.nanoTime()));
        }
        for (int i = 0; i < POLLERS; i++) {
            String user = beckon.user("poller" + i);
            crowd.polls.add(poller(beckon.gateway(gateway), user, beckon.token(user)));
        }
        return crowd;
    }

    /** A client that always has a poll waiting. @return completes with the status that ends its session */
    private static CompletableFuture<Integer> poller(URI gateway, String user, String token) throws IOException {
        LongPollConnection client = LongPollConnection.open(new InetSocketAddress(gateway.getHost(), gateway.getPort()),
                "/socket/longpoll?vsn=2.0.0&token=" + token, List.of());
        client.send(List.of(new WireMessage.Text("[\"1\",\"1\",\"notifications:%s\",\"phx_join\",{}]".formatted(user))));
        try {
            assertThat(client.next(BOUND)).asString().contains("\"status\":\"ok\"");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return CompletableFuture.supplyAsync(() -> ended(client), Executors.newVirtualThreadPerTaskExecutor());
    }

    private static int ended(LongPollConnection client) {
        try {
            while (true) {
                if (client.next(BOUND) instanceof WireMessage.Close(var status)) {
                    return status;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** @return the time from the first closed connection to the last */
    Duration assertToldToComeBack() throws InterruptedException, ExecutionException, TimeoutException {
        for (CompletableFuture<Integer> socket : sockets) {
            assertThat(socket.get(BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(SERVICE_RESTART);
        }
        for (CompletableFuture<Integer> poll : polls) {
            assertThat(poll.get(BOUND.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ENDED);
        }
        List<Long> times = ends.stream().map(CompletableFuture::join).sorted().toList();
        return Duration.ofNanos(times.getLast() - times.getFirst());
    }
}
