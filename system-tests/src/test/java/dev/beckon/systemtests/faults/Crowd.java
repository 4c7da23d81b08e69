package dev.beckon.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.verify.clients.PhoenixClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients of one gateway, over WebSockets and polls, who note how they are told that it stops. */
final class Crowd {

    private static final int SOCKETS = 20;
    private static final int POLLERS = 3;
    private static final int SERVICE_RESTART = 1012;
    /** The answer to a poll whose session is over, and to one that asks a stopping gateway for a new session. */
    private static final int ENDED = 500;
    private static final long BOUND_SECONDS = 30;

    private final List<CompletableFuture<Integer>> sockets = new ArrayList<>();
    private final List<CompletableFuture<Long>> ends = new ArrayList<>();
    private final List<CompletableFuture<Integer>> polls = new ArrayList<>();

    private Crowd() {}

    /** Returns when all have joined their inboxes. */
    static Crowd at(int gateway, Beckon beckon) throws IOException {
        Crowd crowd = new Crowd();
        for (int i = 0; i < SOCKETS; i++) {
            String user = beckon.user("socket" + i);
            PhoenixClient client = beckon.connect(gateway, user);
            assertThat(client.join("notifications:" + user, Map.of()).isOk()).isTrue();
            crowd.sockets.add(client.closed());
            crowd.ends.add(client.closed().thenApply(_ -> System.nanoTime()));
        }
        for (int i = 0; i < POLLERS; i++) {
            String user = beckon.user("poller" + i);
            crowd.polls.add(LongPoller.join(beckon.gateway(gateway), user, beckon.token(user)));
        }
        return crowd;
    }

    /** @return the time from the first who was told to the last */
    Duration assertToldToComeBack() throws InterruptedException, ExecutionException, TimeoutException {
        for (CompletableFuture<Integer> socket : sockets) {
            assertThat(socket.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(SERVICE_RESTART);
        }
        for (CompletableFuture<Integer> poll : polls) {
            assertThat(poll.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(ENDED);
        }
        List<Long> times = ends.stream().map(CompletableFuture::join).sorted().toList();
        return Duration.ofNanos(times.getLast() - times.getFirst());
    }
}
