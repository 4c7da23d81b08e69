package dev.beckon.examples.training;

import static dev.beckon.channels.EventResult.Status.ERROR;
import static dev.beckon.channels.EventResult.Status.OK;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.beckon.channels.test.TestChannel;
import dev.beckon.channels.test.TestSockets;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the permissions of trainers and participants and the messages that they receive. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TrainingIT {

    static final String TOPIC = "training_session:presence";

    @Inject
    TestSockets sockets;

    @AfterEach
    void close() {
        sockets.close();
    }

    @Test
    void a_completed_exercise_is_sent_to_trainers_only() {
        TestChannel trainer = join("grace", "trainer");
        TestChannel ada = join("ada", "participant");
        TestChannel bob = join("bob", "participant");

        ada.push("exercise_completed", Map.of("exercise", 2)).assertReply(OK, Map.of("completed", List.of(2)));

        trainer.assertPush("exercise_completed", Map.of("user", "ada", "name", "ada", "exercise", 2));
        bob.refutePush("exercise_completed");
        ada.refutePush("exercise_completed");
    }

    @Test
    void the_controller_starts_a_session_and_later_members_get_it_after_their_join() {
        TestChannel ada = join("ada", "participant", "training_session:first-steps");
        ada.refutePush("training_session_started");

        given().auth().oauth2(token("ada", "participant")).post("/sessions/first-steps/start").then().statusCode(403);
        given().auth().oauth2(token("grace", "trainer")).post("/sessions/nowhere/start").then().statusCode(404);
        given().auth().oauth2(token("grace", "trainer")).post("/sessions/first-steps/start").then().statusCode(204);

        ada.assertPush("training_session_started");
        join("bob", "participant", "training_session:first-steps").assertPush("training_session_started");
    }

    @Test
    void who_joins_is_given_what_was_done_before() {
        join("alan", "participant").push("exercise_completed", Map.of("exercise", 1)).assertReply(OK);

        sockets.connect(Map.of("token", token("alan", "participant"))).join(TOPIC, Map.of())
                .assertJoined(Map.of("completed", List.of(1)));
    }

    @Test
    void all_see_who_is_there_with_name_and_role() {
        TestChannel ada = join("ada", "participant");
        ada.assertPush("presence_state", Map.of("ada", Map.of()));

        TestChannel trainer = join("grace", "trainer");
        trainer.assertPush("presence_state", Map.of("ada", Map.of(), "grace", Map.of()));

        ada.assertPush("presence_diff", Map.of("joins", Map.of("grace", Map.of())));
    }

    @Test
    void an_announcement_of_a_trainer_reaches_everybody() {
        TestChannel ada = join("ada", "participant");

        announce("presence", token("grace", "trainer"), "{\"text\":\"Back at ten\"}").statusCode(204);

        ada.assertPush("announcement", Map.of("from", "grace", "text", "Back at ten"));
    }

    @ParameterizedTest(name = "{1} to {0} is answered {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            presence | {"text":" "} | 400
            presence | {}           | 400
            nowhere  | {"text":"x"} | 404
            """)
    void an_announcement_that_cannot_be_made_says_why(String session, String body, int status) {
        announce(session, token("grace", "trainer"), body).statusCode(status)
                .contentType("application/problem+json").body("status", equalTo(status));
    }

    @Test
    void an_announcement_of_the_greatest_length_and_one_that_is_longer() {
        String text = "x".repeat(500);
        announce("presence", token("grace", "trainer"), "{\"text\":\"" + text + "\"}").statusCode(204);

        announce("presence", token("grace", "trainer"), "{\"text\":\"" + text + "x\"}").statusCode(400);
    }

    @Test
    void participants_do_not_announce() {
        announce("presence", token("ada", "participant"), "{\"text\":\"x\"}").statusCode(403);
        announce("presence", "no token", "{\"text\":\"x\"}").statusCode(401);
    }

    @Test
    void trainers_do_no_exercises() {
        join("grace", "trainer").push("exercise_completed", Map.of("exercise", 1))
                .assertReply(ERROR, Map.of("reason", "forbidden"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void an_exercise_that_does_not_exist_is_not_completed(int exercise) {
        join("ada", "participant").push("exercise_completed", Map.of("exercise", exercise))
                .assertReply(ERROR, Map.of("reason", "no_such_exercise"));
    }

    @Test
    void sessions_are_those_of_the_configuration() {
        sockets.connect(Map.of("token", token("ada", "participant"))).join("training_session:mine", Map.of())
                .assertRefused(Map.of("reason", "no_such_session"));
        given().get("/sessions").then().body("sessions", equalTo(List.of("first-steps", "presence")));
    }

    @Test
    void who_has_no_role_does_not_connect() {
        sockets.assertRefused(Map.of("token", token("ada", "visitor")));
        sockets.assertRefused(Map.of("token", "none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"\",\"role\":\"trainer\"}", "{\"name\":\"<b>\",\"role\":\"trainer\"}",
            "{\"name\":\"Ada\",\"role\":\"king\"}", "{\"name\":\"Ada\"}", "null"})
    void the_development_login_takes_names_and_roles_only(String wish) {
        given().contentType("application/json").body(wish).post("/dev/login").then().statusCode(400);
    }

    private TestChannel join(String user, String role) {
        return join(user, role, TOPIC);
    }

    private TestChannel join(String user, String role, String topic) {
        return sockets.connect(Map.of("token", token(user, role))).subscribeAndJoin(topic);
    }

    private static ValidatableResponse announce(String session, String token, String body) {
        return given().auth().oauth2(token).contentType("application/json").body(body)
                .post("/sessions/" + session + "/announcements").then();
    }

    private static String token(String user, String role) {
        return Jwt.subject(user).groups(role).sign();
    }
}
