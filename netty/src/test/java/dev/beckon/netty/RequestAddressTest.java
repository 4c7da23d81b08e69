package dev.beckon.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RequestAddressTest {

    /** Fails when Vert.x renames its private fields: the query would stay. */
    @Test
    void the_query_is_taken_out_of_a_request_under_way() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpServer server = vertx.createHttpServer().requestHandler(request -> {
                RequestAddress.shorten(request.connection());
                request.response().end(request.uri() + " " + request.query());
            }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();

            URI address = URI.create("http://127.0.0.1:" + server.actualPort() + "/socket/websocket?token=s3cr3t");
            String left = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();

            assertThat(left).isEqualTo("/socket/websocket null");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
