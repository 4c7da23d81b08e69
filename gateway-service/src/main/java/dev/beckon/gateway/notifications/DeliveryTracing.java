package dev.beckon.gateway.notifications;

import dev.beckon.channels.channel.Member;
import dev.beckon.channels.pubsub.TopicBroadcast;
import dev.beckon.contracts.Trail;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last step of a traced mention: its frame written to one member's socket. Any other frame pays one look at it. */
@Singleton
final class DeliveryTracing {

    private static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    DeliveryTracing(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.beckon.gateway");
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** Call on the member's loop: the write is begun, and as a rule over, when this returns. */
    void push(Member member, TopicBroadcast broadcast) {
        if (!Trail.isTraced(broadcast.headers())) {
            member.push(broadcast);
            return;
        }
        Span span = start(broadcast);
        try {
            member.push(broadcast);
        } finally {
            span.end();
        }
    }

    private Span start(TopicBroadcast broadcast) {
        String publisher = Trail.parse(broadcast.headers()).traceparent();
        return tracer.spanBuilder("push " + broadcast.event())
                .setParent(propagator.extract(Context.root(), publisher, PublisherGetter.INSTANCE))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "redis")
                .startSpan();
    }

    /** A frame's traceparent as a carrier of that one header. */
    private enum PublisherGetter implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String name) {
            return name.equals(TRACEPARENT) ? traceparent : null;
        }
    }
}
