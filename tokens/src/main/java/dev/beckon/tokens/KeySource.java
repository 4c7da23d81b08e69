package dev.beckon.tokens;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.KeyLocationResolver;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.jwt.config.Names;
import org.jboss.logging.Logger;
import org.jose4j.http.Get;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The keys at {@code mp.jwt.verify.publickey.location}. Until the first success, one caller at a time tries to get them and all
 * others fail at once. Afterwards SmallRye keeps them, and continues with the last ones while the key server fails; a token with
 * an unknown key id then fails rather than counting as bad. Thread-safe.
 */
final class KeySource {

    /** Total wait, from the connection to the last byte; a client gives its connection up after 10 s. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOG_LINES = Duration.ofMinutes(1);
    private static final long NEVER = Long.MIN_VALUE;

    private static final Logger LOG = Logger.getLogger(KeySource.class);

    private final ReentrantLock loading = new ReentrantLock();
    private final AtomicLong loggedAt = new AtomicLong(NEVER);
    private final LongAdder failures = new LongAdder();
    private final LongSupplier nanos;
    private volatile @Nullable VerificationKeyResolver resolver;
    private volatile long triedAt = NEVER;
    private volatile boolean failing;

    KeySource() {
        this(System::nanoTime);
    }

    /** @param nanos the clock, as {@link System#nanoTime} */
    KeySource(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @throws KeysUnavailableException until the first success in getting the keys */
    VerificationKeyResolver resolver(JWTAuthContextInfo settings) {
        VerificationKeyResolver known = resolver;
        if (known == null && load(settings)) {
            known = resolver;
        }
        if (known == null) {
            throw new KeysUnavailableException();
        }
        return known;
    }

    /**
     * Tries now, unless another thread does or the last attempt was less than a second ago.
     *
     * @return whether there are keys
     */
    boolean load(JWTAuthContextInfo settings) {
        if (resolver == null && isDue(triedAt, PAUSE) && loading.tryLock()) {
            try {
                if (resolver == null) {
                    resolver = loaded(settings);
                }
            } finally {
                triedAt = nanos.getAsLong();
                loading.unlock();
            }
        }
        return resolver != null;
    }

    boolean isLoaded() {
        return resolver != null;
    }

    /** Whether the last attempt to get keys has failed. */
    boolean isFailing() {
        return failing;
    }

    long failures() {
        return failures.sum();
    }

    private @Nullable VerificationKeyResolver loaded(JWTAuthContextInfo settings) {
        long before = failures.sum();
        try {
            if (settings.getPublicVerificationKey() == null) {
                VerificationKeyResolver keys = new WatchedKeys(settings);
                succeeded();
                return (jws, nesting) -> resolve(keys, jws, nesting);
            }
            succeeded();
            return (_, _) -> settings.getPublicVerificationKey();
        } catch (UnresolvableKeyException | RuntimeException e) {
            if (failures.sum() == before) { // otherwise the failed request has counted and logged it
                failed(location(settings), e.getCause() == null ? e : e.getCause());
            }
            return null;
        }
    }

    /** While a file of keys is missing, SmallRye makes no settings that could give the location. */
    private static String location(JWTAuthContextInfo settings) {
        try {
            return settings.getPublicKeyLocation();
        } catch (DeploymentException e) {
            return ConfigProvider.getConfig().getValue(Names.VERIFIER_PUBLIC_KEY_LOCATION, String.class);
        }
    }

    private Key resolve(VerificationKeyResolver keys, JsonWebSignature jws,
            List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        try {
            return keys.resolveKey(jws, nesting);
        } catch (UnresolvableKeyException e) {
            if (failing) {
                throw new KeysUnavailableException();
            }
            throw e;
        }
    }

    private void succeeded() {
        if (failing) {
            LOG.info("The keys that verify tokens can be had again");
        }
        failing = false;
        loggedAt.set(NEVER);
    }

    private void failed(String location, @Nullable Throwable why) {
        failing = true;
        failures.increment();
        long last = loggedAt.get();
        if (isDue(last, BETWEEN_LOG_LINES) && loggedAt.compareAndSet(last, nanos.getAsLong())) {
            LOG.errorf("Cannot get the keys that verify tokens from %s: %s. %s", location, why, resolver == null
                    ? "No token is accepted, and this process is not ready, until it can."
                    : "Tokens are verified with the last keys; those with a newer key are refused until it can.");
        }
    }

    private boolean isDue(long last, Duration pause) {
        return last == NEVER || nanos.getAsLong() - last >= pause.toNanos();
    }

    /** An inner class, because SmallRye calls getHttpGet while it constructs this object. */
    private final class WatchedKeys extends KeyLocationResolver {

        WatchedKeys(JWTAuthContextInfo settings) throws UnresolvableKeyException {
            super(settings);
        }

        @Override
        protected Get getHttpGet() {
            return new WatchedGet();
        }
    }

    private final class WatchedGet extends Get {

        WatchedGet() {
            setRetries(0);
            setConnectTimeout((int) DEADLINE.toMillis());
            setReadTimeout((int) DEADLINE.toMillis());
        }

        /** Runs on a thread of its own, because a server that sends a byte now and then never reaches a socket's time-out. */
        @Override
        public SimpleResponse get(String location) throws IOException {
            FutureTask<SimpleResponse> request = new FutureTask<>(() -> super.get(location));
            Thread.startVirtualThread(request);
            try {
                SimpleResponse response = request.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
                if (new JsonWebKeySet(response.getBody()).getJsonWebKeys().isEmpty()) {
                    throw new IOException("there are no keys in its answer");
                }
                succeeded();
                return response;
            } catch (TimeoutException e) {
                throw failure(location, new IOException("no answer within " + DEADLINE.toSeconds() + " s"));
            } catch (ExecutionException e) {
                throw failure(location, e.getCause());
            } catch (JoseException e) {
                throw failure(location, new IOException("its answer is not a JWK Set"));
            } catch (IOException e) {
                throw failure(location, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure(location, e);
            } finally {
                request.cancel(true);
            }
        }

        private IOException failure(String location, @Nullable Throwable why) {
            failed(location, why);
            return why instanceof IOException io ? io : new IOException(why);
        }
    }
}
