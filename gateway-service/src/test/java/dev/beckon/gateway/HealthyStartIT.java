package dev.beckon.gateway;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.nativerules.UnregisteredTypes;
import dev.beckon.testclients.FrameClient;
import dev.beckon.testservers.ServiceManagement;
import io.netty.channel.epoll.Epoll;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A gateway that finds everything it needs logs no warning. */
@QuarkusTest
@TestProfile(LogInFile.class)
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HealthyStartIT {

    @TestHTTPResource("/")
    URI http;

    @Inject
    ObjectMapper json;

    @Test
    void the_log_of_a_healthy_start_has_no_warning() throws Exception {
        try (FrameClient bob = new FrameClient(http, "vsn=2.0.0&token=" + RedisAndKeys.token("bob", "admin"))) {
            bob.joined("room:lobby");
        }
        soon().until(() -> ServiceManagement.get("/q/metrics").asString().contains("channels_redis_connections 2.0"));

        assertThat(warnings()).isEmpty();
        assertThat(ServiceManagement.get("/q/metrics").asString()).contains("channels_redis_dropped_total 0.0");
    }

    @Test
    void the_log_says_by_which_transport_messages_go() throws IOException {
        assertThat(LogInFile.lines()).filteredOn(line -> line.contains("Transport: ")).singleElement().asString()
                .contains("\"level\":\"INFO\"").contains(Epoll.isAvailable() ? "epoll on Linux" : "could not be loaded");
    }

    @Test
    void what_no_native_executable_could_write_is_refused_in_these_tests() {
        assertThat(json.getRegisteredModuleIds()).contains(UnregisteredTypes.class.getName());
    }

    private static List<String> warnings() throws IOException {
        assertThat(LogInFile.lines()).anySatisfy(line -> assertThat(line).contains("started in"));
        return LogInFile.lines().stream()
                .filter(line -> line.contains("\"level\":\"WARN\"") || line.contains("\"level\":\"ERROR\"")).toList();
    }
}
