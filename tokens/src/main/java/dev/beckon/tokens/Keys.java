package dev.beckon.tokens;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Gets the keys at start, and shows operators whether they are available. */
@Singleton
final class Keys {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KeySource source;
    private final JWTAuthContextInfo settings;
    private volatile boolean stopped;

    Keys(TokenPrincipals principals, JWTAuthContextInfo settings) {
        this.source = principals.source();
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        if (!source.load(settings)) {
            Thread.startVirtualThread(this::loadLater);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void loadLater() {
        while (!stopped && !source.load(settings)) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Stays ready when a key server fails later: tokens are verified with the last keys. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck readiness() {
        return () -> HealthCheckResponse.named("keys of tokens").status(source.isLoaded()).build();
    }

    @Produces
    @Singleton
    MeterBinder meters() {
        return this::bind;
    }

    private void bind(MeterRegistry registry) {
        FunctionCounter.builder("beckon.keys.failures", source, KeySource::failures)
                .description("Attempts to get the keys that verify tokens which failed").register(registry);
        Gauge.builder("beckon.keys.failing", source, keys -> keys.isFailing() ? 1 : 0)
                .description("1 while the last attempt to get the keys that verify tokens has failed").register(registry);
    }
}
