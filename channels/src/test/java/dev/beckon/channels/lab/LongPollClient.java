package dev.beckon.channels.lab;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A long-polling client on the JDK's HTTP client; it sends only what a test asks for. */
public final class LongPollClient implements AutoCloseable {

    public static final String LINES = "application/x-ndjson";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One answer; {@code status} and the accessors after it are those inside the JSON. */
    public record Answer(int http, HttpHeaders headers, String body) {

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }

        public int status() {
            return json().get("status").asInt();
        }

        public String token() {
            return json().get("token").asText();
        }

        /** The messages with single quotes, for reading. */
        public List<String> messages() {
            List<String> messages = new ArrayList<>();
            json().get("messages").forEach(message -> messages.add(message.textValue().replace('"', '\'')));
            return messages;
        }
    }

    private final URI uri;
    private HttpClient.Version version = HttpClient.Version.HTTP_1_1;
    private @Nullable String token;

    LongPollClient(URI uri) {
        this.uri = uri;
    }

    public LongPollClient overHttp2() {
        version = HttpClient.Version.HTTP_2;
        return this;
    }

    /** Opens a session, and asserts success. */
    public LongPollClient opened() {
        assertThat(poll().status()).isEqualTo(410);
        return this;
    }

    public String token() {
        return String.valueOf(token);
    }

    public void useToken(@Nullable String other) {
        token = other;
    }

    /** Polls with the present token and keeps the answer's token, as phoenix.js does. */
    public Answer poll() {
        return take(HttpRequest.Builder::GET);
    }

    /** Sends a request of another form, and keeps the answer's token too. */
    public Answer take(UnaryOperator<HttpRequest.Builder> form) {
        Answer answer = call(form.apply(request()).build());
        token = answer.json().has("token") ? answer.token() : token;
        return answer;
    }

    /** Polls until {@code count} messages have come, and returns them all. */
    public List<String> expect(int count) {
        List<String> messages = new ArrayList<>();
        soon().until(() -> {
            messages.addAll(poll().messages());
            return messages.size() >= count;
        });
        return messages;
    }

    /**
     * Asserts that no message is queued: the answer to a message sent now is all that comes. Faster than waiting for an empty
     * poll.
     */
    public void expectNothing() {
        assertThat(post("[null,'h','phoenix','heartbeat',{}]").status()).isEqualTo(200);
        assertThat(poll().messages()).containsExactly("[null,'h','phoenix','phx_reply',{'status':'ok','response':{}}]");
    }

    /** Polls with the present token; cancel the future to drop the client. */
    public CompletableFuture<Answer> polling() {
        return send(request().GET().build());
    }

    /** @param frames with single quotes, for reading */
    public Answer post(String... frames) {
        return postAs(LINES, String.join("\n", frames).replace('\'', '"'));
    }

    public Answer postAs(String contentType, String body) {
        return join(posting(contentType, body));
    }

    public CompletableFuture<Answer> posting(String contentType, String body) {
        return send(request().header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    /** Joins with join_ref 1, and asserts that the channel accepts. */
    public LongPollClient joined(String topic) {
        return joined(topic, "{}");
    }

    public LongPollClient joined(String topic, String payload) {
        assertThat(post("['1','1','" + topic + "','phx_join'," + payload + "]").status()).isEqualTo(200);
        assertThat(poll().messages()).containsExactly(
                "['1','1','" + topic + "','phx_reply',{'status':'ok','response':{}}]");
        return this;
    }

    /** A request with the token, if there is one, appended as phoenix.js does. */
    public HttpRequest.Builder request() {
        return HttpRequest.newBuilder(token == null ? uri : URI.create(uri + "&token=" + token)).version(version);
    }

    public static Answer call(HttpRequest request) {
        return join(send(request));
    }

    /** Cancelling resets the stream of HTTP/2, or closes the connection of HTTP/1.1. */
    private static CompletableFuture<Answer> send(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> response = HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        CompletableFuture<Answer> answer = response.thenApply(
                http -> new Answer(http.statusCode(), http.headers(), http.body()));
        answer.whenComplete((_, failure) -> {
            if (failure instanceof CancellationException) {
                response.cancel(true);
            }
        });
        return answer;
    }

    public static Answer join(CompletableFuture<Answer> answer) {
        return answer.orTimeout(PhoenixClient.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Ends the session at once with a malformed frame; otherwise it would end only after a time without polls. */
    @Override
    public void close() {
        if (token != null) {
            post("malformed");
        }
    }
}
