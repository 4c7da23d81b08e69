package dev.beckon.mention.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.DisconnectException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RouterTraceTest {

    static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    static final String WRITER = "00f067aa0ba902b7";
    static final String MENTION = "018f6f7c-0000-7000-8000-000000000001";

    final Exported exported = new Exported();
    final OpenTelemetry telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exported)).build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    final RouterTrace trace = new RouterTrace(telemetry);

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
    void a_record_of_a_traced_writer_has_a_span_and_all_of_its_lanes_records_continue_it() {
        LaneRecords.Divided divided = begin(LaneRecordsTest.MENTION.formatted("\"alice\",\"bob\""), traceparent("01"));

        trace.end(null);

        SpanData span = exported.spans.getFirst();
        assertThat(exported.spans).hasSize(1);
        assertThat(span.getName()).isEqualTo("route mentions");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(WRITER);
        assertThat(span.getAttributes().get(AttributeKey.stringKey("beckon.mention.id"))).isEqualTo(MENTION);
        assertThat(divided.parts()).hasSize(2).allSatisfy(part -> assertThat(LaneRecordsTest.headers(part)).hasSize(1)
                .containsEntry("traceparent", "00-" + TRACE + "-" + span.getSpanId() + "-01"));
    }

    @Test
    void a_retraction_names_its_mention_and_what_is_no_mention_none() {
        begin("{\"id\":\"%s\",\"revision\":3}".formatted(MENTION), traceparent("01"), "MentionRetracted");
        begin("{\"user\":\"bob\",\"thread\":\"plan\"}", traceparent("01"), "AccessRevoked");
        begin("{", traceparent("01"));

        trace.end(null);

        assertThat(exported.spans).extracting(span -> span.getAttributes().get(AttributeKey.stringKey("beckon.mention.id")))
                .containsExactly(MENTION, "", "");
    }

    @Test
    void a_record_that_is_not_traced_goes_on_as_it_is() {
        for (String traceparent : List.of("", traceparent("00"), "nonsense")) {
            LaneRecords.Divided divided = begin(LaneRecordsTest.MENTION.formatted("\"bob\""), traceparent);

            assertThat(LaneRecordsTest.headers(divided.parts().getFirst()).getOrDefault("traceparent", "")).isEqualTo(traceparent);
        }
        trace.end(null);

        assertThat(exported.spans).isEmpty();
    }

    @Test
    void a_failure_is_in_the_trace_by_its_kind_and_without_its_message() {
        begin(LaneRecordsTest.MENTION.formatted("\"bob\""), traceparent("01"));

        trace.end(new DisconnectException("what somebody wrote"));

        assertThat(exported.spans).singleElement().satisfies(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getStatus().getDescription()).isEqualTo("DisconnectException");
            assertThat(span.getEvents()).isEmpty();
        });
    }

    /** @param traceparent {@code ""}: no header */
    private LaneRecords.Divided begin(String value, String traceparent, String... type) {
        ConsumerRecord<byte[], byte[]> record = LaneRecordsTest.record(value);
        record.headers().remove("traceparent");
        if (!traceparent.isEmpty()) {
            record.headers().add("traceparent", traceparent.getBytes(UTF_8));
        }
        for (String name : type) {
            record.headers().add("type", name.getBytes(UTF_8));
        }
        LaneRecords.Divided divided = new LaneRecordsTest().lanes.of(record);
        trace.begin(record, divided);
        return divided;
    }

    private static String traceparent(String flags) {
        return "00-" + TRACE + "-" + WRITER + "-" + flags;
    }
}
