package dev.beckon.benchmarks.load;

import dev.beckon.testclients.swarm.SwarmConnection;
import dev.beckon.testclients.swarm.SwarmFrames;
import dev.beckon.testservers.tokens.DevKeys;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Carries out orders on a {@link LoadClients}. */
final class OrderRunner {

    private static final Duration TOKENS = Duration.ofHours(12);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int AROUND_PAYLOAD = "{\"t\":\"\",\"p\":\"\"}".length() + TimedFrame.DIGITS;

    private final LoadClients clients;
    private List<Ticket> tickets = List.of();

    OrderRunner(LoadClients clients) {
        this.clients = clients;
    }

    private record Ticket(String user, String token) {}

    /** @throws IllegalStateException if the order could not be carried out, with the reason */
    LoadAnswer answer(Order order) throws IOException {
        return switch (order) {
            case Order.Prepare prepare -> prepare(prepare);
            case Order.Connect connect -> connect(connect);
            case Order.Ping ping -> ping(ping);
            case Order.Say say -> say(say);
            case Order.Post post -> MentionPosts.run(post);
            case Order.Knock knock -> RefusedUpgrades.run(knock, SwarmConnection.upgrade(
                    new InetSocketAddress("127.0.0.1", knock.port()), tickets.getFirst().token()).getBytes(StandardCharsets.US_ASCII));
            case Order.Report() -> {
                clients.check();
                yield clients.takeEvents();
            }
            case Order.Disconnect() -> {
                clients.disconnect();
                yield LoadAnswer.of(0, LoadAnswer.histogram());
            }
        };
    }

    private LoadAnswer prepare(Order.Prepare order) {
        DevKeys keys = DevKeys.create(Path.of(order.keys()));
        Set<String> roles = order.role().isEmpty() ? Set.of() : Set.of(order.role());
        tickets = IntStream.range(order.from(), order.from() + order.count()).parallel()
                .mapToObj(i -> order.prefix() + i)
                .map(user -> new Ticket(user, keys.token(user, roles, TOKENS)))
                .toList();
        return LoadAnswer.of(tickets.size(), LoadAnswer.histogram());
    }

    private LoadAnswer connect(Order.Connect order) throws IOException {
        List<Ticket> all = new ArrayList<>(tickets);
        long before = clients.joined();
        paced(order.perSecond(), all.size(), n -> {
            Ticket ticket = all.get((int) n.index());
            clients.open(order.port(), ticket.token(),
                    SwarmFrames.text("[\"1\",\"1\",\"%s\",\"phx_join\",%s]".formatted(
                            order.topic().formatted(ticket.user()), order.payload())),
                    n.dueNanos());
        }, () -> clients.joined() - before == all.size());
        return clients.takeJoins();
    }

    private LoadAnswer ping(Order.Ping order) throws IOException {
        TimedFrame frame = TimedFrame.of(
                "[\"1\",\"%s\",\"%s\",\"%s\",{}]".formatted(TimedFrame.TIME, order.topic(), order.event()));
        List<LoadClient> all = clients.clients();
        long total = (long) order.perSecond() * order.seconds();
        paced(order.perSecond(), total,
                n -> all.get((int) (n.index() % all.size())).send(frame.at(n.dueNanos())),
                () -> clients.replies() >= total);
        return clients.takeReplies();
    }

    private LoadAnswer say(Order.Say order) throws IOException {
        TimedFrame frame = TimedFrame.of("[\"1\",\"s\",\"%s\",\"%s\",{\"t\":\"%s\",\"p\":\"%s\"}]".formatted(order.topic(),
                order.event(), TimedFrame.TIME, "x".repeat(order.payloadBytes() - AROUND_PAYLOAD)));
        long total = (long) order.perSecond() * order.seconds();
        long[] said = {0};
        paced(order.perSecond(), total, n -> {
            clients.clients().getFirst().send(frame.at(n.dueNanos()));
            said[0]++;
        }, () -> said[0] == total);
        return LoadAnswer.of(total, LoadAnswer.histogram());
    }

    private record Turn(long index, long dueNanos) {}

    private interface Act {
        void at(Turn turn) throws IOException;
    }

    /** @throws IllegalStateException if something fails, or if {@code over} does not hold 30 s after the last turn */
    private void paced(int perSecond, long total, Act act, BooleanSupplier over) throws IOException {
        long apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime();
        long deadline = start + apart * total + PATIENCE_NANOS;
        long[] next = {0};
        clients.run(now -> {
            while (next[0] < total && now >= start + next[0] * apart) {
                act.at(new Turn(next[0], start + next[0] * apart));
                next[0]++;
            }
            return next[0] < total ? start + next[0] * apart : now + TimeUnit.MILLISECONDS.toNanos(50);
        }, () -> over.getAsBoolean() || System.nanoTime() > deadline);
        clients.check();
        if (!over.getAsBoolean()) {
            throw new IllegalStateException("not all was answered in time");
        }
    }
}
