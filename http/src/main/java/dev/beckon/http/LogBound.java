package dev.beckon.http;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what frameworks log about requests: any caller can make requests fail, and each failure with its stack trace has a few
 * kilobytes. Drops records about bytes that Netty cannot decode: they are the caller's fault alone. Thread-safe.
 */
final class LogBound {

    private static final List<String> FRAMEWORKS = List.of("io.netty.", "io.vertx.", "io.quarkus.vertx.http.", "io.quarkus.mutiny.",
            "org.jboss.resteasy.");
    private static final String PIPELINE = "io.netty.channel.DefaultChannelPipeline";
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final int maxPerMinute;
    private final LongSupplier nanoTime;
    /** By the logger's name; a framework has as many loggers as classes. */
    private final Map<String, Minute> minutes = new ConcurrentHashMap<>();

    private record Minute(long began, int records) {}

    LogBound(int maxPerMinute, LongSupplier nanoTime) {
        this.maxPerMinute = maxPerMinute;
        this.nanoTime = nanoTime;
    }

    /** The fate of a record. */
    enum Verdict {
        WRITE,
        /** Write it with a note that it is this logger's last one for a while. */
        WRITE_AS_THE_LAST, DROP
    }

    Verdict judge(LogRecord record) {
        String logger = record.getLoggerName();
        if (logger == null || FRAMEWORKS.stream().noneMatch(logger::startsWith)) {
            return Verdict.WRITE;
        }
        if (logger.equals(PIPELINE) && isCallersFault(record.getThrown())) {
            return Verdict.DROP;
        }
        long now = nanoTime.getAsLong();
        int records = minutes.compute(logger, (_, minute) -> minute == null || now - minute.began >= MINUTE_NANOS
                ? new Minute(now, 1)
                : new Minute(minute.began, Math.min(minute.records, maxPerMinute) + 1)).records;
        return records < maxPerMinute ? Verdict.WRITE : records == maxPerMinute ? Verdict.WRITE_AS_THE_LAST : Verdict.DROP;
    }

    private static boolean isCallersFault(@Nullable Throwable thrown) {
        return thrown instanceof IllegalArgumentException || thrown instanceof DecoderException || thrown instanceof IOException;
    }
}
