package dev.beckon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AddressesInLogsTest {

    static final String ADDRESS = "/socket/websocket?vsn=2.0.0&token=secret";

    final AddressesInLogs filter = new AddressesInLogs(2);

    @Test
    void the_query_of_an_address_is_left_out_wherever_it_stands() {
        ExtLogRecord record = new ExtLogRecord(
                Level.SEVERE, "HTTP Request to %s failed", ExtLogRecord.FormatStyle.PRINTF, getClass().getName());
        record.setParameters(new Object[] {ADDRESS});
        record.setThrown(new IllegalStateException("failed", new IllegalArgumentException("Illegal character: " + ADDRESS)));

        assertThat(filter.isLoggable(record)).isTrue();

        assertThat(text(record))
                .isEqualTo("HTTP Request to /socket/websocket?… failed: java.lang.IllegalStateException");
        assertThat(record.getThrown()).isNull();
        assertThat(record.getParameters()).isNull();
    }

    @Test
    void a_token_without_an_address_is_left_out() {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, "not a key: eyJhbGciOi.eyJzdWIi.c2ln", getClass().getName());

        filter.isLoggable(record);

        assertThat(text(record)).isEqualTo("not a key: ?…");
    }

    @Test
    void a_part_of_a_token_is_left_out_too() {
        ExtLogRecord record = new ExtLogRecord(Level.INFO, "Pages from http://eyJhbGciOi.eyJzdWIi are refused", getClass().getName());

        filter.isLoggable(record);

        assertThat(text(record)).isEqualTo("Pages from http://?… are refused");
    }

    @Test
    void of_what_a_framework_says_in_a_minute_the_last_record_says_that_the_rest_is_left_out() {
        assertThat(says("io.quarkus.vertx.http.runtime.QuarkusErrorHandler")).isEqualTo("failed");
        assertThat(says("io.quarkus.vertx.http.runtime.QuarkusErrorHandler")).startsWith("failed [");
        assertThat(says("io.quarkus.vertx.http.runtime.QuarkusErrorHandler")).isNull();
        assertThat(says("io.quarkus.mutiny.runtime.MutinyInfrastructure")).isEqualTo("failed");
    }

    @Test
    void what_this_project_says_is_not_bounded() {
        for (int i = 0; i < 10; i++) {
            assertThat(says("dev.beckon.gateway.BeckonSocket")).isEqualTo("failed");
        }
    }

    @Test
    void after_a_minute_a_framework_may_speak_again() {
        AtomicLong now = new AtomicLong();
        LogBound bound = new LogBound(1, now::get);
        ExtLogRecord record = new ExtLogRecord(Level.SEVERE, "failed", getClass().getName());
        record.setLoggerName("io.vertx.core.impl.ContextImpl");
        bound.judge(record);
        assertThat(bound.judge(record)).isEqualTo(LogBound.Verdict.DROP);

        now.addAndGet(60_000_000_000L);

        assertThat(bound.judge(record)).isEqualTo(LogBound.Verdict.WRITE_AS_THE_LAST);
    }

    private @Nullable String says(String logger) {
        ExtLogRecord record = new ExtLogRecord(Level.SEVERE, "failed", getClass().getName());
        record.setLoggerName(logger);
        return filter.isLoggable(record) ? text(record) : null;
    }

    @Test
    void everything_else_stays_as_it_is() {
        ExtLogRecord record = new ExtLogRecord(
                Level.INFO, "Why? limit=%s at /inbox/ada", ExtLogRecord.FormatStyle.PRINTF, getClass().getName());
        record.setParameters(new Object[] {5});
        record.setThrown(new IllegalStateException("plain"));

        filter.isLoggable(record);

        assertThat(text(record)).isEqualTo("Why? limit=5 at /inbox/ada");
        assertThat(record.getThrown()).isNotNull();
    }

    private static String text(LogRecord record) {
        return new PatternFormatter("%s").formatMessage(record);
    }
}
