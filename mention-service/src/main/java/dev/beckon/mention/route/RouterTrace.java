package dev.beckon.mention.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.beckon.contracts.Trail;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A span for each record of a batch whose writer traces it, usually none: from its reading until Kafka has acknowledged the batch. The
 * lanes' records carry its context on. Confined to the router's thread.
 */
final class RouterTrace {

    private static final String TRACEPARENT = "traceparent";
    private static final TextMapSetter<Headers> TO_HEADERS = (headers, name, value) -> requireNonNull(headers) // inject() passes on its own argument
            .remove(name).add(name, value.getBytes(UTF_8));

    private final OpenTelemetry telemetry;
    private final List<Span> open = new ArrayList<>();

    RouterTrace(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** Call before the lanes' records are sent. */
    void begin(ConsumerRecord<byte[], byte[]> record, LaneRecords.Divided divided) {
        if (record.headers().lastHeader(TRACEPARENT) == null) {
            return;
        }
        var propagator = telemetry.getPropagators().getTextMapPropagator();
        Context writer = propagator.extract(Context.root(), record.headers(), FromHeaders.INSTANCE);
        if (Span.fromContext(writer).getSpanContext().isSampled()) {
            Span span = telemetry.getTracer("dev.beckon.mention").spanBuilder("route " + record.topic())
                    .setParent(writer)
                    .setSpanKind(SpanKind.CONSUMER)
                    .setAttribute("messaging.system", "kafka")
                    .setAttribute("messaging.destination.name", record.topic())
                    .setAttribute("messaging.destination.partition.id", Integer.toString(record.partition()))
                    .setAttribute("messaging.kafka.offset", record.offset())
                    .setAttribute(Trail.MENTION_ATTRIBUTE, divided.mention() == null ? "" : divided.mention().toString())
                    .startSpan();
            open.add(span);
            divided.parts().forEach(part -> propagator.inject(Context.root().with(span), part.headers(), TO_HEADERS));
        }
    }

    /** @param failure {@code null}: Kafka has acknowledged all records */
    void end(@Nullable Throwable failure) {
        for (Span span : open) {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
            }
            span.end();
        }
        open.clear();
    }

    private enum FromHeaders implements TextMapGetter<Headers> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Headers headers) {
            return StreamSupport.stream(headers.spliterator(), false).map(Header::key).toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
        }
    }
}
