package dev.beckon.notification.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.beckon.contracts.Trail;
import dev.beckon.notification.ingest.MentionGroup.Decoded;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Spans through PostgreSQL and Redis for those records of a group whose call is traced, usually none. The records share one
 * statement and one flush, so each trace shows the whole of both. Confined to the group's chain.
 */
final class GroupTrace {

    private static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;
    private final Map<Integer, Span> processing = new TreeMap<>();
    private final Map<Integer, Span> stages = new TreeMap<>();
    private final List<Decoded> records;

    private GroupTrace(Tracer tracer, List<Decoded> records) {
        this.tracer = tracer;
        this.records = records;
    }

    static GroupTrace begin(OpenTelemetry telemetry, List<Decoded> records) {
        GroupTrace trace = new GroupTrace(telemetry.getTracer("dev.beckon.notification"), records);
        for (int index = 0; index < records.size(); index++) {
            ConsumerRecord<byte[], byte[]> record = records.get(index).origin();
            if (record.headers().lastHeader(TRACEPARENT) != null) {
                trace.begin(index, record, telemetry.getPropagators().getTextMapPropagator()
                        .extract(Context.root(), record.headers(), HeadersGetter.INSTANCE));
            }
        }
        return trace;
    }

    private void begin(int index, ConsumerRecord<byte[], byte[]> record, Context sender) {
        if (Span.fromContext(sender).getSpanContext().isSampled()) {
            processing.put(index, tracer.spanBuilder("process " + record.topic())
                    .setParent(sender)
                    .setSpanKind(SpanKind.CONSUMER)
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.destination.name", record.topic())
                    .setAttribute("messaging.destination.partition.id", Integer.toString(record.partition()))
                    .setAttribute("messaging.kafka.offset", record.offset())
                    .setAttribute(Trail.MENTION_ATTRIBUTE, mention(index))
                    .startSpan());
        }
    }

    void storing() {
        stage("store notifications", SpanKind.CLIENT, "db.system.name", "postgresql");
    }

    void publishing() {
        stage("publish notifications", SpanKind.PRODUCER, "messaging.system", "redis");
    }

    /** Ends the previous stage and starts this one. */
    private void stage(String name, SpanKind kind, String attribute, String value) {
        stages.values().forEach(Span::end);
        processing.forEach((index, process) -> stages.put(index, tracer.spanBuilder(name)
                .setParent(Context.root().with(process))
                .setSpanKind(kind)
                .setAttribute(attribute, value)
                .setAttribute("messaging.batch.message_count", (long) records.size())
                .setAttribute(Trail.MENTION_ATTRIBUTE, mention(index))
                .startSpan()));
    }

    private String mention(int index) {
        return records.get(index).change().mentionId();
    }

    /** The parent for spans that continue the record at {@code index}; empty if it is not traced. */
    String traceparent(int index) {
        Span stage = stages.get(index);
        if (stage == null) {
            return "";
        }
        SpanContext context = stage.getSpanContext();
        return "00-" + context.getTraceId() + '-' + context.getSpanId() + '-' + context.getTraceFlags().asHex();
    }

    /** @param failure {@code null}: the group is complete */
    void end(@Nullable Throwable failure) {
        List<Span> open = new ArrayList<>(stages.values());
        open.addAll(processing.values());
        for (Span span : open) {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
            }
            span.end();
        }
        stages.clear();
        processing.clear();
    }

    private enum HeadersGetter implements TextMapGetter<Headers> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Headers headers) {
            Stream<Header> all = StreamSupport.stream(headers.spliterator(), false);
            return all.map(Header::key).toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
        }
    }
}
