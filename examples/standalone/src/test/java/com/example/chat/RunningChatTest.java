package com.example.chat;

import static dev.beckon.channels.EventResult.Status.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beckon.channels.test.TestSockets;
import dev.beckon.channels.token.SignedTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the application in a running Quarkus. */
@QuarkusTest
class RunningChatTest {

    @Inject
    TestSockets sockets;

    @Inject
    SignedTokens tokens;

    @TestHTTPResource("/socket/websocket?vsn=2.0.0&token=")
    URI socket;

    @TestHTTPResource("/login")
    URI login;

    @AfterEach
    void close() {
        sockets.close();
    }

    @Test
    void the_kit_drives_the_applications_own_beans() {
        sockets.connect(Map.of("token", tokens.sign(ChatSocket.SALT, "ada"))).subscribeAndJoin("room:lobby").push("typing").assertReply(OK);
    }

    @Test
    void a_client_logs_in_and_joins_over_the_network() throws Exception {
        String token = HttpClient.newHttpClient().send(HttpRequest.newBuilder(login).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=ada")).build(), BodyHandlers.ofString()).body();
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket ada = HttpClient.newHttpClient().newWebSocketBuilder()
                .buildAsync(URI.create("ws" + socket.toString().substring("http".length()) + token), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        answer.complete(data.toString());
                        return null;
                    }
                }).join();

        ada.sendText("[\"1\",\"1\",\"room:lobby\",\"phx_join\",{}]", true);

        assertEquals("[\"1\",\"1\",\"room:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]",
                answer.orTimeout(30, TimeUnit.SECONDS).join());
        ada.abort();
    }
}
