package dev.beckon.mention.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.beckon.contracts.Trail;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Traces a sampled call's way to Kafka as a span, whose context consumers find in the records' headers. An unsampled call costs
 * one check.
 */
@ApplicationScoped
class SendTracing {

    private static final TextMapSetter<Headers> HEADERS = (headers, name, value) -> requireNonNull(headers) // inject() passes on its own argument
            .add(name, value.getBytes(UTF_8));

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    SendTracing(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.beckon.mention");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /**
     * Call in the call's context, before sending the records.
     *
     * @param ids of the records' mentions
     */
    Span start(Collection<UUID> ids, List<? extends ProducerRecord<?, ?>> records) {
        if (!Span.current().getSpanContext().isSampled()) {
            return Span.getInvalid();
        }
        String kafkaTopic = records.getFirst().topic();
        Span span = tracer.spanBuilder("send " + kafkaTopic)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", kafkaTopic)
                .setAttribute("messaging.batch.message_count", (long) records.size())
                .setAttribute(Trail.MENTION_ATTRIBUTE, ids.stream().map(UUID::toString).collect(Collectors.joining(",")))
                .startSpan();
        records.forEach(record -> propagator.inject(Context.root().with(span), record.headers(), HEADERS));
        return span;
    }

    /** @param failure {@code null}: Kafka has acknowledged all records */
    static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        }
        span.end();
    }
}
