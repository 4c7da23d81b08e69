package dev.beckon.systemtests;

import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Program;
import dev.beckon.systemtests.stack.SystemTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of docs/clients.md reconnect after an outage, receive the notifications they missed, and nothing else. */
@SystemTest
class ClientsIT {

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Beckon beckon;
    final String alice;

    ClientsIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @AfterEach
    void unblock() throws IOException, InterruptedException {
        block("DELETE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox.mjs", "Inbox.java"})
    void a_client_that_was_away_is_told_what_it_missed_without_a_snapshot(String file) throws Exception {
        Program client = beckon.client(file, alice);
        awaitLines(client, "all 0, unread 0");
        beckon.mentions().post("first", alice);
        awaitLines(client, "all 0, unread 0", "new first, unread 1");

        block("PUT");
        soon().untilAsserted(() -> assertThat(isOnline()).isFalse());
        beckon.mentions().post("meanwhile", alice);
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(2));
        block("DELETE");

        awaitLines(client, "all 0, unread 0", "new first, unread 1", "missed 1, unread 2");
        beckon.mentions().post("last", alice);
        awaitLines(client, "all 0, unread 0", "new first, unread 1", "missed 1, unread 2", "new last, unread 3");
    }

    private static void awaitLines(Program client, String... lines) {
        within(AFTER_RESTART).untilAsserted(() -> assertThat(client.lines()).containsExactly(lines));
    }

    private void block(String method) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder().method(method, BodyPublishers.noBody());
        assertThat(send(request, "/blocks/" + alice, "admin").statusCode()).isEqualTo(204);
    }

    private boolean isOnline() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(), "/presence/users?ids=" + alice, "presence:read").body().contains(alice);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String address, String role)
            throws IOException, InterruptedException {
        request.uri(beckon.gateway(1).resolve(address)).header("Authorization", "Bearer " + beckon.token("operator", role));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
