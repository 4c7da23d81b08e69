package dev.beckon.notification.inbox;

import dev.beckon.http.Admission;
import dev.beckon.http.RequestLimit;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** Gauges of requests under way, in total and for catch-ups; also keeps the limit of catch-ups. */
@Startup // registers its gauges before the first request
@Singleton
class RequestMeters {

    private final RequestLimit catchUps;

    RequestMeters(Admission admission, InboxConfig config, MeterRegistry meters) {
        this.catchUps = new RequestLimit(config.maxCatchUps());
        gauge("all", admission, Admission::underWay, meters);
        gauge("catch-up", catchUps, RequestLimit::underWay, meters);
    }

    RequestLimit catchUps() {
        return catchUps;
    }

    private static <T> void gauge(String kind, T requests, ToDoubleFunction<T> underWay, MeterRegistry meters) {
        Gauge.builder("beckon.inbox.requests", requests, underWay).description("Requests under way").tag("kind", kind).register(meters);
    }
}
