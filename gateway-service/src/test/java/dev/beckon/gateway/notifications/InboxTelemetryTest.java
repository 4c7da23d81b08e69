package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The mention's id, and no text, in what the gateway logs and traces of a push. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboxTelemetryTest {

    final UUID mention = UUID.randomUUID();
    final Notification notification = new Notification(UUID.randomUUID(), mention, 1, 1, new Actor("ada", "Ada"),
            new Source("comment", "7", "https://example.org/7", "secret"), "secret",
            Instant.EPOCH, "mention", null, null, Instant.EPOCH, false, false);
    final Exported exported = new Exported();
    final InboxTelemetry telemetry = new InboxTelemetry(new SimpleMeterRegistry(), OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exported)).build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance())).build());
    final Logger log = Logger.getLogger(InboxTelemetry.class.getName());
    final Lines lines = new Lines();

    @BeforeEach
    void logEverything() {
        lines.setLevel(Level.ALL);
        log.addHandler(lines);
        log.setLevel(Level.FINE);
    }

    @AfterEach
    void logAsBefore() {
        log.removeHandler(lines);
        log.setLevel(null);
    }

    @Test
    void a_push_names_its_mention_in_the_trace_and_at_debug_in_the_log() {
        push("1 2 epoch trace=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 mention=" + mention);

        assertThat(exported.spans).extracting(span -> span.getAttributes().get(AttributeKey.stringKey("beckon.mention.id")))
                .containsExactly(mention.toString());
        assertThat(lines.messages).singleElement().asString().contains(mention.toString()).doesNotContain("secret");
    }

    @Test
    void without_a_trace_it_is_in_the_log_alone_and_a_change_of_the_owner_in_neither() {
        push("1 2 epoch mention=" + mention);
        push("1 2 epoch");

        assertThat(lines.messages).singleElement().asString().contains(mention.toString());
        assertThat(exported.spans).isEmpty();
    }

    @Test
    void what_was_fetched_for_a_member_is_in_the_log_as_well() {
        telemetry.deliveredRepaired(notification);
        telemetry.deliveredByJoin(List.of(notification, notification));

        assertThat(lines.messages).hasSize(3).allSatisfy(line -> assertThat(line).contains(mention.toString()).doesNotContain("secret"));
    }

    private void push(String headers) {
        telemetry.push(new TopicBroadcast("notifications:bob", "an_event", headers, new RawJson("{\"excerpt\":\"secret\"}"), null),
                () -> {});
    }

    private static final class Lines extends Handler {

        final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            Object[] parameters = line.getParameters();
            messages.add(parameters == null ? line.getMessage() : line.getMessage().formatted(parameters));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class Exported implements SpanExporter {

        final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> some) {
            spans.addAll(some);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
