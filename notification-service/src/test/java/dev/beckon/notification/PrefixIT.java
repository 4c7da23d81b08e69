package dev.beckon.notification;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxFrame;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The prefix of Redis channels keeps two Beckons on one Redis apart. */
@OnServers
@TestProfile(HealthyStartIT.Configured.class)
class PrefixIT {

    @Test
    void frames_go_out_under_the_prefix_of_this_service_and_no_other() throws Exception {
        String ada = Mentions.newUser();
        try (KafkaClient kafka = new KafkaClient();
                RedisListener ours = RedisListener.subscribe("ours:", List.of(ada));
                RedisListener theirs = RedisListener.subscribe(InboxFrame.REDIS_PREFIX, List.of(ada))) {
            kafka.send(Mentions.of(ada));

            soon().untilAsserted(() -> assertThat(ours.frames()).isNotEmpty());
            assertThat(theirs.frames()).isEmpty();
        }
    }
}
