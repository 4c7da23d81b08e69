package dev.beckon.benchmarks.load;

import dev.beckon.localstack.tokens.DevKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Carries out orders on a {@link Swarm}. */
final class Duty {

    private static final Duration TOKENS = Duration.ofHours(12);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int AROUND_PAYLOAD = "{\"t\":\"\",\"p\":\"\"}".length() + Frames.DIGITS;

    private final Swarm swarm;
    private List<Ticket> tickets = List.of();

    Duty(Swarm swarm) {
        this.swarm = swarm;
    }

    private record Ticket(String user, String token) {}

    /** @throws IllegalStateException why it could not be done */
    Answer answer(Order order) throws IOException {
        return switch (order) {
            case Order.Prepare prepare -> prepare(prepare);
            case Order.Connect connect -> connect(connect);
            case Order.Ping ping -> ping(ping);
            case Order.Say say -> say(say);
            case Order.Post post -> MentionPosts.run(post);
            case Order.Knock knock -> Knocks.run(knock, upgrade(knock.port(), tickets.getFirst().token()));
            case Order.Report() -> {
                swarm.check();
                yield swarm.takeEvents();
            }
            case Order.Disconnect() -> {
                swarm.disconnect();
                yield Answer.of(0, Answer.histogram());
            }
        };
    }

    private Answer prepare(Order.Prepare order) {
        DevKeys keys = DevKeys.create(Path.of(order.keys()));
        Set<String> roles = order.role().isEmpty() ? Set.of() : Set.of(order.role());
        tickets = IntStream.range(order.from(), order.from() + order.count()).parallel()
                .mapToObj(i -> order.prefix() + i)
                .map(user -> new Ticket(user, keys.token(user, roles, TOKENS)))
                .toList();
        return Answer.of(tickets.size(), Answer.histogram());
    }

    private Answer connect(Order.Connect order) throws IOException {
        List<Ticket> all = new ArrayList<>(tickets);
        long before = swarm.joined();
        paced(order.perSecond(), all.size(), n -> {
            Ticket ticket = all.get((int) n.index());
            swarm.open(order.port(), upgrade(order.port(), ticket.token()),
                    Frames.text("[\"1\",\"1\",\"%s\",\"phx_join\",%s]".formatted(
                            order.topic().formatted(ticket.user()), order.payload())),
                    n.dueNanos());
        }, () -> swarm.joined() - before == all.size());
        return swarm.takeJoins();
    }

    private static byte[] upgrade(int port, String token) {
        return """
                GET /socket/websocket?vsn=2.0.0&token=%s HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """.formatted(token, port).getBytes(StandardCharsets.US_ASCII);
    }

    private Answer ping(Order.Ping order) throws IOException {
        Frames.Timed frame = Frames.Timed.of(
                "[\"1\",\"%s\",\"%s\",\"%s\",{}]".formatted(Frames.TIME, order.topic(), order.event()));
        List<Client> clients = swarm.clients();
        long total = (long) order.perSecond() * order.seconds();
        paced(order.perSecond(), total,
                n -> clients.get((int) (n.index() % clients.size())).send(frame.at(n.dueNanos())),
                () -> swarm.replies() >= total);
        return swarm.takeReplies();
    }

    private Answer say(Order.Say order) throws IOException {
        Frames.Timed frame = Frames.Timed.of("[\"1\",\"s\",\"%s\",\"%s\",{\"t\":\"%s\",\"p\":\"%s\"}]".formatted(order.topic(),
                order.event(), Frames.TIME, "x".repeat(order.payloadBytes() - AROUND_PAYLOAD)));
        long total = (long) order.perSecond() * order.seconds();
        long[] said = {0};
        paced(order.perSecond(), total, n -> {
            swarm.clients().getFirst().send(frame.at(n.dueNanos()));
            said[0]++;
        }, () -> said[0] == total);
        return Answer.of(total, Answer.histogram());
    }

    private record Turn(long index, long dueNanos) {}

    private interface Act {
        void at(Turn turn) throws IOException;
    }

    /** @throws IllegalStateException if something fails, or is not {@code over} 30 s after the last turn */
    private void paced(int perSecond, long total, Act act, BooleanSupplier over) throws IOException {
        long apart = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long start = System.nanoTime();
        long deadline = start + apart * total + PATIENCE_NANOS;
        long[] next = {0};
        swarm.run(now -> {
            while (next[0] < total && now >= start + next[0] * apart) {
                act.at(new Turn(next[0], start + next[0] * apart));
                next[0]++;
            }
            return next[0] < total ? start + next[0] * apart : now + TimeUnit.MILLISECONDS.toNanos(50);
        }, () -> over.getAsBoolean() || System.nanoTime() > deadline);
        swarm.check();
        if (!over.getAsBoolean()) {
            throw new IllegalStateException("not all was answered in time");
        }
    }
}
