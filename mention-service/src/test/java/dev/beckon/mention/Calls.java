package dev.beckon.mention;

import static io.restassured.RestAssured.given;

import dev.beckon.testservers.tokens.DevKeys;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Calls as product teams make them. */
final class Calls {

    private static final Duration TOKEN = Duration.ofMinutes(5);

    private final DevKeys keys;

    Calls(DevKeys keys) {
        this.keys = keys;
    }

    RequestSpecification as(String subject) {
        return given().auth().oauth2(keys.token(subject, Set.of("mentions:write"), TOKEN))
                .contentType("application/json");
    }

    Response post(String body) {
        return as("team-docs").body(body).post("/mentions");
    }

    Response post(String key, String body) {
        return as("team-docs").header("Idempotency-Key", key).body(body).post("/mentions");
    }

    Response put(String key, String body) {
        return as("team-docs").body(body).put("/mentions/{key}", key);
    }

    Response delete(String key, Object revision) {
        return as("team-docs").delete("/mentions/{key}?revision={revision}", key, revision);
    }

    static List<UUID> ids(Response response) {
        return response.then().statusCode(202).extract().jsonPath().getList("ids", UUID.class);
    }

    static String mention(String... recipients) {
        return mention(List.of(recipients));
    }

    static String mention(Collection<String> recipients) {
        return """
                {"actor":{"id":"ada","name":"Ada"},"recipients":[%s],
                 "source":{"type":"comment","id":"4711","url":"https://docs.example.com/plan#4711","title":"The plan"},
                 "excerpt":"@bob, look","occurredAt":"2026-01-31T13:00:00+01:00"}
                """.formatted(recipients.stream().map("\"%s\""::formatted).collect(Collectors.joining(",")));
    }

    /** @param recipients may be nobody */
    static String edit(long revision, String... recipients) {
        return edit(revision, List.of(recipients));
    }

    static String edit(long revision, Collection<String> recipients) {
        return mention(recipients).replace("{\"actor\"", "{\"revision\":%d,\"actor\"".formatted(revision));
    }

    /** {@code user-0}, {@code user-1}, … */
    static List<String> users(int count) {
        return IntStream.range(0, count).mapToObj(i -> "user-" + i).toList();
    }
}
