package dev.beckon.http;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Removes tokens and the queries of addresses from every log record: the query of a socket's address holds a token, and
 * frameworks log the addresses of failing requests. Also bounds how many records a framework's logger writes in a minute.
 */
@LoggingFilter(name = "addresses")
public final class AddressesInLogs implements Filter {

    private static final Pattern SECRET = Pattern.compile("\\?[^\\s=?]*=\\S*|eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?");
    private static final String CENSORED = "?…";
    private static final String LAST = " [what else this logger has to say within this minute is left out]";
    private static final int MAX_CAUSES = 20;
    /**
     * Records a minute for one logger of a framework. Enough to see the fault, and at most 300 MB a day where a caller makes each
     * record with a stack trace.
     */
    private static final int MAX_PER_MINUTE = 20;

    /** The pattern is irrelevant: only {@code formatMessage} is called. */
    private static final ExtFormatter TEXTS = new PatternFormatter("%s");

    private final LogBound bound;

    AddressesInLogs() {
        this(MAX_PER_MINUTE);
    }

    AddressesInLogs(int maxPerMinute) {
        this.bound = new LogBound(maxPerMinute, System::nanoTime);
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        LogBound.Verdict verdict = bound.judge(record);
        if (verdict == LogBound.Verdict.DROP) {
            return false;
        }
        censor(record, verdict == LogBound.Verdict.WRITE_AS_THE_LAST ? LAST : "");
        return true;
    }

    private static void censor(LogRecord record, String addition) {
        String message = TEXTS.formatMessage(record);
        boolean secretThrown = isSecret(record.getThrown());
        if (message == null || !secretThrown && addition.isEmpty() && !SECRET.matcher(message).find()) {
            return;
        }
        String censored = SECRET.matcher(message).replaceAll(CENSORED);
        if (secretThrown) { // its message cannot be changed, so the log keeps only its class
            censored += ": " + record.getThrown().getClass().getName();
            record.setThrown(null);
        }
        censored += addition;
        if (record instanceof ExtLogRecord own) {
            own.setMessage(censored, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            record.setMessage(censored);
        }
        record.setParameters(null);
    }

    private static boolean isSecret(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause.getMessage() != null && SECRET.matcher(cause.getMessage()).find()) {
                return true;
            }
        }
        return false;
    }
}
