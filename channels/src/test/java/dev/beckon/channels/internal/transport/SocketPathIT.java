package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.RawConnection;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The addresses and names of an existing Phoenix application, whose clients stay as they are. */
@QuarkusTest
@TestProfile(SocketPathIT.Moved.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SocketPathIT {

    public static final class Moved implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("channels.transport.path", "/live/ws", "channels.transport.token-parameters", "user_token,api_key",
                    "channels.transport.token-headers", "Authorization,X-Api-Key");
        }
    }

    @TestHTTPResource("/")
    URI url;

    @RegisterExtension
    final Clients clients = new Clients();

    @Test
    void a_websocket_opens_at_the_configured_path_and_works() {
        RawConnection ada = clients.rawAt("/live/ws/websocket?vsn=2.0.0", "").upgraded();

        ada.text("malformed");

        assertThat(ada.expectClosed()).isEqualTo(1011);
    }

    @Test
    void long_polling_is_at_the_configured_path() throws Exception {
        assertThat(get("/live/ws/longpoll?vsn=2.0.0").body()).contains("\"status\":410");
        assertThat(get("/live/ws/longpoll?vsn=2.0.0&user_token=refuse").body()).isEqualTo("{\"status\":403}");
    }

    @Test
    void nothing_is_at_the_usual_path() throws Exception {
        assertThat(clients.raw("?vsn=2.0.0").answer().status()).isEqualTo(404);
        assertThat(get("/socket/longpoll?vsn=2.0.0").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String target) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(url.resolve(target)).build(), BodyHandlers.ofString());
        }
    }

    @ParameterizedTest(name = "{0} {1} is answered {2}")
    @CsvSource({"user_token=refuse, '', 403", "api_key=refuse, '', 403", "token=refuse, '', 101", "user_token=ok&api_key=refuse, '', 101",
            "a=b, Authorization: Bearer refuse, 403", "a=b, Authorization: bearer refuse, 403", "a=b, X-Api-Key: refuse, 403",
            "user_token=refuse, Authorization: Bearer ok, 101"})
    void the_token_is_looked_for_where_it_is_configured(String query, String header, int status) {
        assertThat(clients.rawAt("/live/ws/websocket?vsn=2.0.0&" + query, header.isEmpty() ? "" : header + "\r\n").answer().status())
                .isEqualTo(status);
    }
}
