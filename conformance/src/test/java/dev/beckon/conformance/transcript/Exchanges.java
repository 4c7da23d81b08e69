package dev.beckon.conformance.transcript;

import dev.beckon.conformance.transcript.Step.Answer;
import dev.beckon.conformance.transcript.Step.Request;
import dev.beckon.testclients.wire.HttpRequest;
import dev.beckon.testclients.wire.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Plain HTTP in a transcript. A request is sent at its line; its answer may come until the line that expects it. */
final class Exchanges {

    private static final long PATIENCE_SECONDS = 60;
    private static final Executor REQUESTS = task -> Thread.ofVirtual().start(task);

    private final InetSocketAddress server;
    private final Names names;
    private final Map<String, CompletableFuture<HttpResponse>> answers = new HashMap<>();

    Exchanges(InetSocketAddress server, Names names) {
        this.server = server;
        this.names = names;
    }

    void send(Request request) throws IOException {
        HttpRequest http = new HttpRequest(request.method(), names.fill(request.target()),
                request.headers().stream().map(names::fill).toList(),
                names.fill(request.body()).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Sent sent = http.sent(server); // the request goes out before any later step
        answers.put(request.client(), CompletableFuture.supplyAsync(() -> {
            try {
                return sent.answer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, REQUESTS));
    }

    void expect(Answer expected) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<HttpResponse> answer = answers.get(expected.client());
        if (answer == null) {
            throw new IllegalArgumentException("nothing was asked");
        }
        HttpResponse response = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (response.status() != expected.status() || !names.match(expected.body(), response.body())) {
            throw new AssertionError("answered %d '%s' %s".formatted(response.status(), response.body(), response.headers()));
        }
        for (String header : expected.headers()) {
            int colon = header.indexOf(':');
            String name = header.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = response.headers().getOrDefault(name, "");
            if (!names.match(header.substring(colon + 1).strip(), value)) {
                throw new AssertionError("%s is '%s', not '%s'".formatted(name, value, header));
            }
        }
    }
}
