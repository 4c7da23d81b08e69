package dev.beckon.notification.inbox;

import static dev.beckon.notification.Api.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.CatchUp;
import dev.beckon.http.Problem;
import dev.beckon.notification.Api;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.Servers;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad request gets a problem, and the reason with a pointer. */
@OnServers
class RefusalsIT {

    final Api ada = new Api("ada");

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
            read     | {"ids":[]}                                       | /ids      | must have 1 to 500 entries, has 0
            read     | {}                                               | /ids      | is required, unless there is a source or a thread
            read     | {"ids":"x"}                                      | /ids      | must be a list, is a string
            read     | {"ids":null}                                     | /ids      | is required, unless there is a source or a thread
            read     | {"ids":["00000000-0000-0000-0000-000000000000"],"source":{"type":"a","id":"b"}} | /source | must not come together with ids
            read     | {"ids":["00000000-0000-0000-0000-000000000000"],"thread":"a"} | /thread | must not come together with ids or a source
            archive  | {"thread":" "}                                   | /thread   | must not be blank
            read     | {"source":{"type":"comment"}}                    | /source/id | is required
            read     | {"source":{"type":"","id":"7"}}                  | /source/type | must not be blank
            unread   | {"source":"7"}                                   | /source   | must be an object, is a string
            unread   | {"source":{"type":"a","id":"b","url":"c"}}       | /source/url | is not a known field; known are type, id
            read     | {"ids":["x"]}                                    | /ids/0    | must be a UUID
            read     | {"ids":["1-1-1-1-1"]}                            | /ids/0    | must be a UUID
            read     | {"ids":["00000000-0000-0000-0000-000000000000",5]} | /ids/1  | must be a string, is a number
            read     | {"ids":["00000000-0000-0000-0000-000000000000"],"all~/":1} | /all~0~1 | is not a known field; known are ids, source, thread
            read     | []                                               | ''        | must be an object, is a list
            archive  | {"ids":[]}                                       | /ids      | must have 1 to 500 entries, has 0
            archive  | {"id":[]}                                        | /id       | is not a known field; known are ids, source, thread
            unarchive | {"source":{"type":"a","id":"b"}}                | /source   | is not a known field; known are ids
            unarchive | {}                                              | /ids      | is required
            read-all | {"upTo":-1}                                      | /upTo     | is not a whole number from 0
            read-all | {"upTo":1.5}                                     | /upTo     | is not a whole number from 0
            read-all | {"upTo":"3"}                                     | /upTo     | is not a whole number from 0
            read-all | {"upTo":92233720368547758080}                    | /upTo     | is not a whole number from 0
            read-all | {"upto":1}                                       | /upto     | is not a known field; known are upTo
            read-all | null                                             | ''        | must be an object, is null
            """)
    void a_body_that_breaks_a_rule(String action, String body, String pointer, String detail) {
        Problem problem = problem(400, "invalid-request", ada.post(action, body));

        assertThat(problem.errors()).contains(new Problem.FieldError(pointer, detail));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                  | Send a body; this one is empty.
            {"ids":[                                            | Send the whole body; it ends before the JSON does, at line 1, column 9.
            {"ids":[],"ids":[]}                                 | Give each field once; one comes twice, at line 1, column 16.
            {"ids":["00000000-0000-0000-0000-000000000000"]} {} | Send one JSON value; something follows it, at line 1, column 50.
            """)
    void a_body_that_is_not_one_JSON_document(String body, String detail) {
        assertThat(problem(400, "malformed-json", ada.post("read", body)).detail()).isEqualTo(detail);
    }

    @Test
    void ids_beyond_500() {
        assertThat(ada.post("read", ids(500)).statusCode()).isEqualTo(200);
        problem(400, "invalid-request", ada.post("read", ids(501)));
    }

    @Test
    void deep_nesting_ends_early() throws IOException, InterruptedException {
        HttpResponse<String> deep = raw("/inbox/ada/read", HttpRequest.BodyPublishers.ofString("[".repeat(60_000)),
                "Content-Type", "application/json");

        assertThat(deep.statusCode()).isEqualTo(400);
        assertThat(deep.body()).contains("/problems/malformed-json");
    }

    @ParameterizedTest
    @CsvSource({"?limit=0,/limit", "?limit=101,/limit", "?limit=x,/limit", "?limit=-1,/limit", "?before=0,/before",
            "?before=-1,/before", "?before=1.5,/before", "?before=99999999999999999999,/before", "?unread=1,/unread",
            "?archived=yes,/archived", "?count=TRUE,/count", "?kind=Two words,/kind", "?thread=a\tb,/thread",
            "?source_type=comment,/source_id",
            "?source_id=7,/source_type", "?read=true,/read", "?group=source,/group", "?group=thread&archived=true,/group",
            "?group=thread&kind=reply&unread=true,/group", "?group=thread&thread=a,/group", "?group=thread&count=true,/group"})
    void a_page_that_cannot_be(String query, String pointer) {
        assertThat(problem(400, "invalid-request", ada.notifications(query)).errors())
                .extracting(Problem.FieldError::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?since=-1", "?since=x", "?epoch=x", "?since=1&epoch=1-1-1-1-1"})
    void changes_since_what_cannot_be(String query) {
        problem(400, "invalid-request", ada.request().get("/inbox/ada/changes" + query));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiterString = " ; ", textBlock = """
            {}                                      ; ''       ; must be a list, is an object
            []                                      ; ''       ; must have 1 to 500 entries, has 0
            [5]                                     ; /0       ; must be an object, is a number
            [{}]                                    ; /0/user  ; is required
            [{"user":" b"}]                         ; /0/user  ; must not begin or end with a blank
            [{"user":"a"},{"user":"b","rev":-1}]    ; /1/rev   ; is not a whole number from 0
            [{"user":"a","epoch":"x"}]              ; /0/epoch ; must be a UUID
            [{"user":"a","since":1}]                ; /0/since ; is not a known field; known are user, rev, epoch, grouped
            """)
    void a_catch_up_that_breaks_a_rule(String body, String pointer, String detail) {
        Problem problem = problem(400, "invalid-request", catchUp(token("gateway", "inboxes:read"), body));

        assertThat(problem.errors()).contains(new Problem.FieldError(pointer, detail));
    }

    @Test
    void a_catch_up_of_more_than_500_users() {
        String token = token("gateway", "inboxes:read");

        assertThat(catchUp(token, positions(CatchUp.MAX_USERS)).statusCode()).isEqualTo(200);
        problem(400, "invalid-request", catchUp(token, positions(CatchUp.MAX_USERS + 1)));
    }

    @Test
    void a_catch_up_without_the_role() {
        problem(403, "forbidden", catchUp(token("ada", "mentions:write"), "[{\"user\":\"ada\"}]"));
        problem(401, "unauthorized", given().contentType("application/json").body("[]").post("/inboxes/catch-up"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/inbox/bob", "/inbox/bob/notifications", "/inbox/bob/changes", "/inbox/ADA", "/inbox/ad%61%20"})
    void somebody_elses_inbox(String path) {
        problem(403, "forbidden", ada.request().urlEncodingEnabled(false).get(path));
    }

    @Test
    void changes_to_somebody_elses_inbox() {
        problem(403, "forbidden", ada.request().post("/inbox/bob/seen"));
        problem(403, "forbidden", ada.request().contentType("application/json").body(ids(1)).post("/inbox/bob/read"));
    }

    @Test
    void a_subject_that_cannot_be_a_user_id() {
        problem(400, "invalid-request", new Api(" b").request().get("/inbox/{user}", " b"));
    }

    @Test
    void no_token_a_bad_one_or_an_old_one() {
        Response none = given().get("/inbox/ada");
        problem(401, "unauthorized", none);
        assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
        problem(401, "unauthorized", given().auth().oauth2("x.y.z").get("/inbox/ada"));
        problem(401, "unauthorized", given().auth()
                .oauth2(Servers.keys.token("ada", Set.of(), Duration.ofMinutes(-5))).get("/inbox/ada"));
    }

    @Test
    void no_such_path_or_method() {
        problem(404, "not-found", ada.request().get("/inbox/ada/nothing"));
        problem(404, "not-found", ada.request().get("/nothing"));
        problem(405, "method-not-allowed", ada.request().delete("/inbox/ada"));
        problem(405, "method-not-allowed", ada.request().get("/inbox/ada/read"));
    }

    @Test
    void another_content_type_or_none() throws IOException, InterruptedException {
        problem(415, "unsupported-media-type",
                ada.request().contentType("text/plain").body(ids(1)).post("/inbox/ada/read"));
        problem(406, "not-acceptable", ada.request().accept("text/html").get("/inbox/ada"));
        assertThat(raw("/inbox/ada/read-all", HttpRequest.BodyPublishers.ofString("{}")).body())
                .contains("/problems/unsupported-media-type");
    }

    @Test
    void a_body_over_the_limit_with_a_length_or_in_chunks() throws IOException, InterruptedException {
        String body = "{\"ids\":[]" + " ".repeat(128 * 1024) + "}";

        problem(413, "body-too-large", ada.post("read", body));

        HttpResponse<String> chunked = raw("/inbox/ada/read",
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes())),
                "Content-Type", "application/json");
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(chunked.body()).contains("/problems/body-too-large");
    }

    private static HttpResponse<String> raw(String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token("ada"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.POST(body).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Response catchUp(String token, String body) {
        return given().auth().oauth2(token).contentType("application/json").body(body).post("/inboxes/catch-up");
    }

    private static Problem problem(int status, String name, Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith(Problem.MEDIA_TYPE);
        assertThat(response.path("type").toString()).isEqualTo("/problems/" + name);
        assertThat(response.path("status").toString()).isEqualTo(Integer.toString(status));
        assertThat(response.asString()).doesNotContain("Exception", "dev.beckon");
        return new Problem(URI.create("/problems/" + name), response.path("title"), status, response.path("detail"),
                Objects.requireNonNullElse(response.jsonPath().getList("errors", Problem.FieldError.class), List.of()));
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj("\"00000000-0000-0000-0000-%012d\""::formatted)
                .collect(Collectors.joining(",", "{\"ids\":[", "]}"));
    }

    private static String positions(int count) {
        return IntStream.range(0, count)
                .mapToObj(("{\"user\":\"%s-%%d\",\"rev\":9223372036854775807,"
                        + "\"epoch\":\"00000000-0000-0000-0000-000000000000\"}").formatted("u".repeat(120))::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
