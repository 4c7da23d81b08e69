package dev.beckon.systemtests.telemetry;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.expect.ViewAssertions;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Span;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Here services start no trace of their own: a call is traced if its caller asks for it. */
@SystemTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TraceIT {

    /** {@code clients/trace.js} draws it for the documentation. */
    private static final Path DRAWN = Path.of("target/trace.json");

    /** The spans from the socket back to the call. */
    private static final List<String> WAY = List.of(
            "beckon-gateway push new_notification",
            "beckon-notification-service publish notifications",
            "beckon-notification-service process mentions-by-lane",
            "beckon-mention-service send mentions-by-lane",
            "beckon-mention-service POST /mentions");

    final Beckon beckon;

    TraceIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void one_trace_leads_from_the_POST_through_Kafka_PostgreSQL_and_Redis_to_the_socket() throws IOException {
        String alice = beckon.user("alice");
        Device device = beckon.device(2, alice);
        String trace = newTrace();

        UUID mention = beckon.mentions().postTraced(traceparent(trace), "traced", alice);

        soon().untilAsserted(() -> ViewAssertions.assertNews(device.view(), List.of("traced")));
        soon().untilAsserted(() -> assertThat(way(trace)).containsExactlyElementsOf(WAY));
        soon().untilAsserted(() -> assertThat(beckon.telemetry().spans(trace)).extracting(Span::name).contains("store notifications"));
        assertThat(beckon.telemetry().spans(trace)).filteredOn(span -> span.name().matches("(send|process|store|publish|push) .*"))
                .hasSize(WAY.size()).extracting(Span::mention).containsOnly(mention.toString());
        Files.writeString(DRAWN, Json.write(beckon.telemetry().spans(trace)));
    }

    @Test
    void no_span_tells_a_token_or_what_people_wrote() throws IOException, InterruptedException {
        String alice = beckon.user("alice");
        Device device = beckon.device(2, alice);
        String trace = newTrace();
        String token = beckon.token(alice);
        String secret = "secret-" + UUID.randomUUID();
        connectWithoutUpgrade(token, traceparent(trace));

        beckon.mentions().postTraced(traceparent(trace), secret, alice);

        // the gateway exports in order, so the spans of the connection came before these
        soon().untilAsserted(() -> assertThat(way(trace)).hasSize(WAY.size()));
        assertThat(device.view()).isNotNull();
        assertThat(beckon.telemetry().exports(token)).isFalse();
        assertThat(beckon.telemetry().exports(secret)).isFalse();
        assertThat(beckon.telemetry().exports("Bearer")).isFalse();
    }

    @Test
    void a_call_that_nobody_traces_makes_no_trace() {
        String alice = beckon.user("alice");
        Device device = beckon.device(1, alice);
        String untraced = newTrace();
        String traced = newTrace();

        beckon.mentions().postTraced("00-" + untraced + "-00f067aa0ba902b7-00", "1", alice);
        beckon.mentions().postTraced(traceparent(traced), "2", alice);

        soon().untilAsserted(() -> ViewAssertions.assertNews(device.view(), List.of("1", "2")));
        soon().untilAsserted(() -> assertThat(way(traced)).hasSize(WAY.size()));
        assertThat(beckon.telemetry().spans(untraced)).isEmpty();
    }

    /** The names of the spans from the push to its parent, and so on. */
    private List<String> way(String trace) {
        List<Span> spans = beckon.telemetry().spans(trace);
        List<String> way = new ArrayList<>();
        String next = spans.stream().filter(span -> span.name().startsWith("push")).map(Span::id).findFirst().orElse("");
        while (!next.isEmpty()) {
            String id = next;
            next = "";
            for (Span span : spans) {
                if (span.id().equals(id)) {
                    way.add(span.service() + " " + span.name());
                    next = span.parent();
                }
            }
        }
        return way;
    }

    private void connectWithoutUpgrade(String token, String traceparent) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                    beckon.gateway(2).resolve("/socket/websocket?vsn=2.0.0&token=" + token))
                    .header("traceparent", traceparent).build();
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(400);
        }
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String traceparent(String trace) {
        return "00-" + trace + "-00f067aa0ba902b7-01";
    }
}
