package dev.beckon.systemtests.presence;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.verify.wire.Wire;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a product team asks a gateway. */
record OnlineUsers(Beckon beckon) {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Those of {@code users} who are online. */
    List<String> at(int gateway, List<String> users) {
        HttpRequest request = HttpRequest.newBuilder(
                        beckon.gateway(gateway).resolve("/presence/users?ids=" + String.join(",", users)))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + beckon.token("mailer", "presence:read"))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
            List<String> online = new ArrayList<>();
            Wire.tree(response.body()).path("online").forEach(user -> online.add(user.textValue()));
            if (response.statusCode() != 200) {
                throw new AssertionError("answered with " + response.statusCode() + ": " + response.body());
            }
            return online;
        } catch (IOException e) {
            throw new AssertionError("GET /presence/users was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
