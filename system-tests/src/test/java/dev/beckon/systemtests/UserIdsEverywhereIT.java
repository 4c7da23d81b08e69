package dev.beckon.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.PhoenixClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** User ids in the formats of identity providers pass through all three services. */
@SystemTest
class UserIdsEverywhereIT {

    final Beckon beckon;

    UserIdsEverywhereIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @ParameterizedTest
    @ValueSource(strings = {"o'brien@x.com", "Ünal", "a/b", "a b", "100%", "%2F", "urn:x:y", "a;b,c?d#e", "\"q\\", "+", "😀"})
    void a_user_id_of_any_form_is_told_and_reads(String user) throws IOException {
        String topic = "notifications:" + user;
        PhoenixClient device = beckon.connect(1, user);
        assertThat(device.join(topic, Map.of()).isOk()).isTrue();

        beckon.mentions().post("look at this", user);

        JsonNode news = device.expectPush(topic, "new_notification");
        String id = news.at("/notification/id").asText();
        assertThat(device.push(topic, "mark_read", Map.of("ids", List.of(id))).isOk()).isTrue();
        assertThat(device.push(topic, "list", Map.of()).response().at("/notifications/0/id").asText()).isEqualTo(id);
    }
}
