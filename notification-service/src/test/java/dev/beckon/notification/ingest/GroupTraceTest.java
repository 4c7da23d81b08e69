package dev.beckon.notification.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Lane;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.inbox.MentionChange;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GroupTraceTest {

    static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    static final String CALLER = "00f067aa0ba902b7";

    final Exported exported = new Exported();
    final OpenTelemetry telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exported)).build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();

    static final class Exported implements SpanExporter {

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

    @Test
    void only_records_of_traced_calls_are_followed() {
        List<Decoded> records = records("", traceparent("01"), traceparent("00"), "nonsense");
        GroupTrace trace = GroupTrace.begin(telemetry, records);

        trace.storing();
        trace.publishing();
        String publishing = trace.traceparent(1);
        trace.end(null);

        assertThat(List.of(trace.traceparent(0), trace.traceparent(2), trace.traceparent(3))).containsOnly("");
        assertThat(exported.spans).extracting(SpanData::getTraceId).containsOnly(TRACE);
        assertThat(exported.spans).extracting(SpanData::getName)
                .containsExactly("store notifications", "publish notifications", "process mentions");
        assertThat(exported.spans).extracting(span -> span.getAttributes().get(AttributeKey.stringKey("beckon.mention.id")))
                .containsOnly(records.get(1).change().mentionId());
        SpanData process = exported.spans.getLast();
        assertThat(process.getParentSpanId()).isEqualTo(CALLER);
        assertThat(exported.spans.subList(0, 2)).extracting(SpanData::getParentSpanId).containsOnly(process.getSpanId());
        assertThat(publishing).isEqualTo("00-" + TRACE + "-" + exported.spans.get(1).getSpanId() + "-01");
    }

    @Test
    void a_failure_is_in_the_trace_by_its_kind_and_without_its_message() {
        GroupTrace trace = GroupTrace.begin(telemetry, records(traceparent("01")));
        trace.storing();

        trace.end(new IllegalStateException("what somebody wrote"));

        assertThat(exported.spans).hasSize(2).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getStatus().getDescription()).isEqualTo("IllegalStateException");
            assertThat(span.getEvents()).isEmpty();
        });
    }

    /** One record for each header; {@code ""}: no header. */
    static List<Decoded> records(String... traceparents) {
        return Stream.of(traceparents).map(traceparent -> {
            var record = new ConsumerRecord<byte[], byte[]>("mentions", 2, 7, null, new byte[0]);
            if (!traceparent.isEmpty()) {
                record.headers().add("traceparent", traceparent.getBytes(UTF_8));
            }
            return new Decoded(record, Lane.of("ada"), new MentionChange.Created(Mentions.of("ada")));
        }).toList();
    }

    static String traceparent(String flags) {
        return "00-" + TRACE + "-" + CALLER + "-" + flags;
    }
}
