package dev.beckon.conformance.transcript;

import dev.beckon.conformance.transcript.Step.Content;
import dev.beckon.testclients.RefusedException;
import dev.beckon.testclients.wire.Connection;
import dev.beckon.testclients.wire.LongPollConnection;
import dev.beckon.testclients.wire.WebSocketConnection;
import dev.beckon.testclients.wire.WireMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client in a transcript, and its connection. */
final class Speaker {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Combination combination;
    private final Contents contents;
    private final boolean presence;
    private final List<WireMessage> sinceSaid = new ArrayList<>();
    private @Nullable Connection connection;
    private int heartbeats;
    private boolean ended;

    /** @param presence whether frames of presence count, too */
    Speaker(Combination combination, Contents contents, boolean presence) {
        this.combination = combination;
        this.contents = contents;
        this.presence = presence;
    }

    void connect(InetSocketAddress server, Map<String, String> options) throws IOException {
        Target target = Target.of(options, combination, contents.names());
        connection = switch (combination.transport()) {
            case WEBSOCKET -> WebSocketConnection.open(server, target.path(), target.headers());
            case LONGPOLL -> LongPollConnection.open(server, target.path(), target.headers());
        };
    }

    void expectRefusal(InetSocketAddress server, Map<String, String> options, int status) throws IOException {
        try {
            connect(server, options);
        } catch (RefusedException refused) {
            String body = combination.transport() == Transport.WEBSOCKET ? "" : "{\"status\":%d}".formatted(status);
            if (refused.status() != status || !refused.body().equals(body)) {
                throw new AssertionError("expected a refusal with %d and '%s', was %s".formatted(status, body, refused.getMessage()));
            }
            return;
        }
        throw new AssertionError("was not refused");
    }

    void say(List<Content> said) throws IOException {
        connection().send(said.stream().map(contents::said).toList());
    }

    void receive(Content expected) throws InterruptedException {
        WireMessage received = next();
        if (received == null || !contents.isExpected(expected, received, combination.transport())) {
            throw new AssertionError("heard instead: " + received + "\n  before that: " + sinceSaid);
        }
    }

    void receiveInAnyOrder(List<Content> expected) throws InterruptedException {
        List<Content> missing = new ArrayList<>(expected);
        while (!missing.isEmpty()) {
            WireMessage received = next();
            Content found = received == null
                    ? null
                    : missing.stream()
                            .filter(content -> contents.isExpected(content, received, combination.transport()))
                            .findFirst()
                            .orElse(null);
            if (found == null) {
                throw new AssertionError("still to come: %s%n  received instead: %s".formatted(missing, received));
            }
            missing.remove(found);
        }
    }

    /** No message is pending: the answer to a heartbeat comes next. */
    void hearNothing() throws IOException, InterruptedException {
        String ref = "nothing-" + ++heartbeats;
        say(List.of(new Content.Five("[null,\"%s\",\"phoenix\",\"heartbeat\",{}]".formatted(ref))));
        receive(new Content.Five(
                "[null,\"%s\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]".formatted(ref)));
    }

    private @Nullable WireMessage next() throws InterruptedException {
        WireMessage next = connection().next(PATIENCE);
        while (!presence && next instanceof WireMessage.Text(var text) && combination.version().isPresence(text)) {
            next = connection().next(PATIENCE);
        }
        ended = next instanceof WireMessage.Close;
        if (next != null) {
            sinceSaid.add(next);
        }
        return next;
    }

    void cut() {
        ended = true;
        connection().cut();
    }

    /** At the end of every transcript no message may be pending. */
    void finish() {
        try {
            if (!ended) {
                hearNothing();
            }
        } catch (IOException | InterruptedException | AssertionError e) {
            throw new AssertionError("after the last line: " + e.getMessage(), e);
        }
    }

    void close() {
        try {
            if (!ended && combination.transport() == Transport.WEBSOCKET) {
                say(List.of(new Content.Close(1000)));
                connection().next(PATIENCE);
            }
        } catch (IOException | InterruptedException gone) {
            // The connection is cut in any case.
        }
        connection().close();
    }

    private Connection connection() {
        return Objects.requireNonNull(connection, "not connected");
    }
}
