package dev.beckon.verify.clients;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Opens WebSockets at gateways. */
final class Handshake {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private Handshake() {}

    /**
     * @param parameters all connect parameters
     * @throws RefusedException if the server does not take us
     */
    static WebSocket open(URI gateway, Map<String, String> parameters, WebSocket.Listener listener) throws IOException {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI address = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/socket/websocket?" + query);
        try {
            return HTTP.newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(address, listener).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case WebSocketHandshakeException refused -> throw new RefusedException(refused.getResponse().statusCode());
                case IOException noAnswer -> throw noAnswer;
                default -> throw e;
            }
        }
    }
}
