package dev.beckon.gateway.demo;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.beckon.gateway.RedisAndKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages and tokens of a gateway in a local stack. */
@QuarkusTest
@TestProfile(LocalFactsIT.InLocalStack.class)
@QuarkusTestResource(RedisAndKeys.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LocalFactsIT {

    public static class InLocalStack implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path folder = Files.createTempDirectory("beckon-local");
                Files.createDirectories(folder.resolve("tokens"));
                Files.writeString(folder.resolve("tokens/alice"), "token-of-alice");
                Files.writeString(folder.resolve("private"), "a secret");
                Files.writeString(folder.resolve("services.json"), "{\"users\":[]}");
                Files.writeString(folder.resolve("start.html"), "the first page");
                Files.writeString(folder.resolve("backoffice.html"), "the back office");
                return Map.of("gateway.demo.local", folder.toString(), "gateway.demo.directory", folder.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestHTTPResource("/")
    URI http;

    @Test
    void a_program_on_this_machine_gets_the_token_of_a_user_and_caches_keep_none() {
        given().get("/demo/token?as=alice").then().statusCode(200).contentType("text/plain").body(equalTo("token-of-alice"))
                .header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
        given().get("/demo/services.json").then().statusCode(200).contentType("application/json").body(equalTo("{\"users\":[]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost:8080", "LOCALHOST", "app.localhost:5173", "[::1]:8080"})
    void a_name_of_this_machine_is_served(String host) {
        given().header("Host", host).get("/demo/token?as=alice").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "notlocalhost", "192.168.0.7", "[::2]"})
    void a_web_site_whose_name_resolves_to_this_machine_gets_nothing(String host) {
        given().header("Host", host).get("/demo/token?as=alice").then().statusCode(404).body(containsString("without a proxy"));
        given().header("Host", host).get("/demo/services.json").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via"})
    void a_caller_behind_a_proxy_gets_nothing(String header) {
        given().header(header, "127.0.0.1").get("/demo/token?as=alice").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({"bob, 404", "../private, 400", "..%2Fprivate, 400", "'', 400", "ALICE, 400"})
    void only_a_user_of_the_demo_has_a_token(String user, int status) {
        given().urlEncodingEnabled(false).get("/demo/token?as=" + user).then().statusCode(status).contentType(
                "application/problem+json");
    }

    @Test
    void the_root_is_the_first_page_and_short_links_lead_to_the_pages() {
        given().get("/").then().statusCode(200).body(equalTo("the first page"));
        given().redirects().follow(false).get("/demo?as=alice").then().statusCode(302).header("Location", "/demo/?as=alice");
        given().get("/demo?as=office").then().statusCode(200).body(equalTo("the back office"));
    }

    @Test
    void a_gateway_that_other_machines_can_reach_does_not_start_with_tokens() throws Exception {
        assertThatThrownBy(() -> LocalFacts.requireLoopback("0.0.0.0"))
                .hasMessageContaining("gateway.demo.local gives development tokens to every caller");
        String ofThisMachine = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress()).map(InetAddress::getHostAddress).findFirst().orElse("192.0.2.1");
        assertThatThrownBy(() -> LocalFacts.requireLoopback(ofThisMachine)).isInstanceOf(IllegalStateException.class);
        assertThatCode(() -> LocalFacts.requireLoopback("127.0.0.1")).doesNotThrowAnyException();
        assertThatCode(() -> LocalFacts.requireLoopback("::1")).doesNotThrowAnyException();
        assertThat(http.getHost()).isEqualTo("localhost");
    }
}
