package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.Eventually.AFTER_RESTART;
import static dev.beckon.systemtests.expect.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.Program;
import dev.beckon.systemtests.stack.SystemTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs of docs/clients.md: kept out for a while, each comes back, and is told what it missed and nothing else. */
@SystemTest
class ClientsIT {

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
        beckon.mentions().post("meanwhile", alice);
        eventually(() -> assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(2));
        block("DELETE");

        awaitLines(client, "all 0, unread 0", "new first, unread 1", "missed 1, unread 2");
        beckon.mentions().post("last", alice);
        awaitLines(client, "all 0, unread 0", "new first, unread 1", "missed 1, unread 2", "new last, unread 3");
    }

    private static void awaitLines(Program client, String... lines) {
        eventually(AFTER_RESTART, () -> assertThat(client.lines()).containsExactly(lines));
    }

    private void block(String method) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(beckon.gateway(1).resolve("/blocks/" + alice))
                .header("Authorization", "Bearer " + beckon.token("operator", "admin"))
                .method(method, BodyPublishers.noBody()).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
        }
    }
}
