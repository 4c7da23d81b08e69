package dev.beckon.systemtests.presence;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.testclients.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A product team's calls of the gateways' API for online users. */
record OnlineUsersApi(Beckon beckon) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The online users among {@code users}. */
    List<String> at(int gateway, List<String> users) {
        return askAt(gateway, users).orElseThrow(() -> new AssertionError("the gateway does not know it just now"));
    }

    /** @return empty: the gateway answered {@code presence-unknown} */
    Optional<List<String>> askAt(int gateway, List<String> users) {
        HttpRequest request = HttpRequest.newBuilder(
                beckon.gateway(gateway).resolve("/presence/users?ids=" + URLEncoder.encode(String.join(",", users),
                        StandardCharsets.UTF_8)))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + beckon.token("mailer", "presence:read"))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 503 && Json.tree(response.body()).path("type").asText().equals("/problems/presence-unknown")) {
                return Optional.empty();
            }
            if (response.statusCode() != 200) {
                throw new AssertionError("answered with " + response.statusCode() + ": " + response.body());
            }
            List<String> online = new ArrayList<>();
            Json.tree(response.body()).path("online").forEach(user -> online.add(user.textValue()));
            return Optional.of(online);
        } catch (IOException e) {
            throw new AssertionError("GET /presence/users was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
