package dev.beckon.notification.inbox;

import static dev.beckon.testservers.Await.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.notification.Api;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** User ids as identity providers make them, from Kafka to each call of the inbox. */
@OnServers
class UserIdsIT {

    final KafkaClient kafka = new KafkaClient();

    @AfterEach
    void close() {
        kafka.close();
    }

    static List<String> ids() {
        return List.of("o'brien@x.com", "Ünal", "a/b", "/a/", "a b", "100%", "%2F", "%252f", "urn:x:y", "a;b=c,d?e#f&g", "\"q\\", "+",
                "a+b", "...", "~", "😀", "😀".repeat(255), "x".repeat(255), "مرحبا", "e\u0301");
    }

    @ParameterizedTest
    @MethodSource("ids")
    void a_user_id_of_any_form_has_an_inbox(String user) {
        Api api = new Api(user);
        int before = api.state().unread();
        MentionCreated mention = Mentions.of(user);
        kafka.send(mention);

        soon().untilAsserted(() -> assertThat(api.state().unread()).isEqualTo(before + 1));
        UUID id = api.notifications("").as(NotificationPage.class).notifications().getFirst().id();
        assertThat(api.seen().unseen()).isZero();
        assertThat(api.read(id).unread()).isEqualTo(before);
        assertThat(api.archive(id).unread()).isEqualTo(before);
        assertThat(api.readAll("{}").unread()).isZero();
        assertThat(api.changes(0, api.state().epoch()).statusCode()).isEqualTo(200);
        String position = given().auth().oauth2(Api.token("gateway", "inboxes:read")).contentType("application/json")
                .body(List.of(Map.of("user", user))).post("/inboxes/catch-up")
                .then().statusCode(200).extract().jsonPath().getString("[0].user");
        assertThat(position).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a\nb", "\u00a0"})
    void a_token_for_what_is_no_user_id_gets_the_reason(String user) {
        new Api(user).request().get("/inbox/{user}", user).then().statusCode(400);
    }
}
