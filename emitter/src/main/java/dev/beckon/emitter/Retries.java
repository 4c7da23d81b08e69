package dev.beckon.emitter;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** How long to wait before a call is repeated: what the answer asks for, else exponentially longer, with jitter. */
final class Retries {

    private static final long FIRST_MILLIS = 500;
    private static final long MAX_MILLIS = 30_000;
    private static final int MAX_DOUBLINGS = 6;

    private Retries() {}

    static boolean mayPass(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /** @param attempt from 1 */
    static long waitMillis(int attempt, @Nullable Long retryAfterMillis) {
        if (retryAfterMillis != null) {
            // Jitter on top, never below: services that were refused together do not come back together.
            return retryAfterMillis + ThreadLocalRandom.current().nextLong(FIRST_MILLIS);
        }
        long most = Math.min(MAX_MILLIS, FIRST_MILLIS << Math.min(attempt - 1, MAX_DOUBLINGS));
        return most / 2 + ThreadLocalRandom.current().nextLong(most / 2);
    }

    /** Milliseconds that {@code Retry-After} asks for, as seconds or as a date (RFC 9110 §10.2.3); null: none, or not readable. */
    static @Nullable Long retryAfterMillis(HttpHeaders headers, Instant now) {
        String value = headers.firstValue("Retry-After").orElse("").strip();
        try {
            if (value.matches("\\d{1,9}")) {
                return Long.parseLong(value) * 1_000;
            }
            return value.isEmpty()
                    ? null
                    : Math.max(0, Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)).toMillis());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
