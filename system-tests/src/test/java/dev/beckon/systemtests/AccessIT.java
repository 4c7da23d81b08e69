package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.Message.Reply;
import dev.beckon.testclients.PhoenixClient;
import dev.beckon.testclients.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The gateway decides who may connect, and which inbox a user may join. */
@SystemTest
class AccessIT {

    private static final int FORBIDDEN = 403;

    final Beckon beckon;

    AccessIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void a_connection_without_a_token_is_refused_at_the_upgrade() {
        assertRefused(Map.of("vsn", "2.0.0"));
    }

    @Test
    void a_token_that_is_none_is_refused_at_the_upgrade() {
        assertRefused(Map.of("vsn", "2.0.0", "token", "not a token"));
    }

    @Test
    void an_expired_token_is_refused_at_the_upgrade() {
        assertRefused(Map.of("vsn", "2.0.0", "token", beckon.expiredToken(beckon.user("alice"))));
    }

    @Test
    void a_token_whose_time_has_not_come_is_refused_at_the_upgrade() {
        assertRefused(Map.of("vsn", "2.0.0", "token", beckon.earlyToken(beckon.user("alice"))));
    }

    @Test
    void a_post_with_a_token_that_is_over_or_not_valid_yet_is_refused_and_stores_nothing() {
        String alice = beckon.user("alice");
        Device device = beckon.device(1, alice);

        for (String token : List.of(beckon.expiredToken("ada"), beckon.earlyToken("ada", "mentions:write"))) {
            assertThat(beckon.mentions(token).tryPost(UUID.randomUUID().toString(), "refused", List.of(alice)).statusCode())
                    .isEqualTo(401);
        }
        beckon.mentions().post("accepted", alice);

        soon().untilAsserted(() -> assertNews(device.view(), List.of("accepted")));
    }

    @Test
    void a_token_of_another_key_is_refused_at_the_upgrade() {
        assertRefused(Map.of("vsn", "2.0.0", "token", beckon.foreignToken(beckon.user("alice"))));
    }

    @Test
    void a_protocol_that_is_not_spoken_is_refused_at_the_upgrade() {
        assertRefused(Map.of("vsn", "3.0.0", "token", beckon.token(beckon.user("alice"))));
    }

    @Test
    void the_inbox_of_somebody_else_is_refused_and_the_own_one_is_not() throws IOException {
        String alice = beckon.user("alice");
        PhoenixClient client = beckon.connect(1, alice);

        Reply other = client.join("notifications:" + beckon.user("bob"), Map.of());
        Reply own = client.join("notifications:" + alice, Map.of());

        assertThat(other).isEqualTo(new Reply("error", other.response()));
        assertThat(other.reason()).isEqualTo("unauthorized");
        assertThat(own.isOk()).isTrue();
    }

    @Test
    void nothing_of_somebody_elses_inbox_comes_through_after_the_refusal() throws IOException {
        String alice = beckon.user("alice");
        String bob = beckon.user("bob");
        PhoenixClient client = beckon.connect(1, alice);
        client.join("notifications:" + bob, Map.of());
        client.join("notifications:" + alice, Map.of());

        Reply push = client.push("notifications:" + bob, "mark_all_read", Map.of());
        beckon.mentions().post("for bob", bob);
        beckon.mentions().post("for both", alice, bob);

        assertThat(push.reason()).isEqualTo("unmatched topic");
        assertThat(client.expectPush("notifications:" + alice, "new_notification").at("/notification/excerpt").asText())
                .isEqualTo("for both");
        assertThat(client.pushes("notifications:" + bob)).isEmpty();
    }

    private void assertRefused(Map<String, String> parameters) {
        assertThatThrownBy(() -> PhoenixClient.connect(beckon.gateway(1), parameters))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.status()).isEqualTo(FORBIDDEN));
    }
}
