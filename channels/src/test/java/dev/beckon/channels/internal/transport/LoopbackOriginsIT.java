package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.transport.OriginCheck.RefusedOrigins;
import dev.beckon.channels.lab.Clients;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages from the developer's own machine, which {@code ./beckon up} allows. */
@QuarkusTest
@TestProfile(LoopbackOriginsIT.Development.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LoopbackOriginsIT {

    public static class Development implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.transport.allowed-origins",
                    "//localhost:*,//*.localhost:*,//127.0.0.1:*,//[::1]:*,https://app.example");
        }
    }

    @RegisterExtension
    final Clients clients = new Clients();

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:5173", "http://127.0.0.1:5173", "https://[::1]:8443", "http://app.localhost",
            "http://localhost", "https://app.example"})
    void a_page_of_this_machine_is_let_in_whatever_its_port(String origin) {
        assertThat(status(origin)).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://evil.example/localhost",
            "http://localhost@evil.example", "http://user@localhost", "http://localhost/x", "null"})
    void what_only_looks_like_it_is_refused(String origin) {
        assertThat(status(origin)).isEqualTo(403);
    }

    @Test
    void each_refused_origin_is_logged_once_and_no_more_than_a_hundred() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {

            @Override
            public void publish(LogRecord line) {
                lines.add(new PatternFormatter("%s").formatMessage(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(RefusedOrigins.class.getName());
        logger.addHandler(handler);
        try {
            status("http://page.example");
            status("http://page.example");
            assertThat(lines).singleElement().asString().contains("http://page.example", "channels.transport.allowed-origins");
            for (int i = 0; i < 150; i++) {
                status("http://page-" + i + ".example");
            }
            assertThat(lines).hasSizeLessThanOrEqualTo(100);
            assertThat(lines.getLast()).contains("Further origins are not logged");
        } finally {
            logger.removeHandler(handler);
        }
    }

    private int status(String origin) {
        return clients.raw("?vsn=2.0.0", "Origin: " + origin).answer().status();
    }
}
