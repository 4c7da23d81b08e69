package dev.beckon.notification;

import static io.restassured.RestAssured.given;

import dev.beckon.contracts.InboxAnswer;
import dev.beckon.contracts.InboxState;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The inbox API, as one user's client calls it. */
public record Api(String user) {

    private static final Duration VALID = Duration.ofMinutes(10);

    public static String token(String subject, String... roles) {
        return Servers.keys.token(subject, Set.of(roles), VALID);
    }

    public RequestSpecification request() {
        return given().auth().oauth2(token(user));
    }

    public InboxState state() {
        return state(request().get("/inbox/{user}", user));
    }

    public Response notifications(String query) {
        return request().get("/inbox/{user}/notifications" + query, user);
    }

    public Response changes(long since, UUID epoch) {
        return request().queryParam("since", since).queryParam("epoch", epoch).get("/inbox/{user}/changes", user);
    }

    public InboxState seen() {
        return state(request().post("/inbox/{user}/seen", user));
    }

    public InboxState read(UUID... ids) {
        return state(post("read", ids(ids)));
    }

    public InboxState unread(UUID... ids) {
        return state(post("unread", ids(ids)));
    }

    public InboxState unarchive(UUID... ids) {
        return state(post("unarchive", ids(ids)));
    }

    /** An action that needs no body. */
    public InboxAnswer act(String action) {
        return answer(request().post("/inbox/{user}/{action}", user, action));
    }

    /** Read, unread or archive: all notifications of mentions in a comment. */
    public InboxAnswer act(String action, String comment) {
        return answer(post(action, "{\"source\":{\"type\":\"comment\",\"id\":\"%s\"}}".formatted(comment)));
    }

    public InboxState archive(UUID... ids) {
        return state(post("archive", ids(ids)));
    }

    public InboxState readAll(String body) {
        return state(post("read-all", body));
    }

    public Response post(String action, String body) {
        return request().contentType("application/json").body(body).post("/inbox/{user}/{action}", user, action);
    }

    private static InboxAnswer answer(Response response) {
        return response.then().statusCode(200).extract().as(InboxAnswer.class);
    }

    private static InboxState state(Response response) {
        return response.then().statusCode(200).extract().as(InboxState.class);
    }

    private static String ids(UUID... ids) {
        return List.of(ids).stream().map(id -> '"' + id.toString() + '"')
                .collect(Collectors.joining(",", "{\"ids\":[", "]}"));
    }
}
