package dev.beckon.systemtests;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.EventStreamClient;
import dev.beckon.testclients.EventStreamClient.Event;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** An inbox over server-sent events, for clients without a Phoenix library. */
@SystemTest
class EventStreamIT {

    final Beckon beckon;

    EventStreamIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void a_stream_that_was_cut_goes_on_at_another_gateway_with_what_it_missed_exactly_once() throws IOException {
        String alice = beckon.user("alice");
        String last;
        try (EventStreamClient stream = new EventStreamClient(beckon.gateway(1), alice, beckon.token(alice), null)) {
            assertThat(stream.next().data().path("snapshot").booleanValue()).isTrue();
            beckon.mentions().post("1", alice);
            Event first = stream.next();
            assertThat(first.name()).isEqualTo("new_notification");
            assertThat(first.data().at("/notification/excerpt").textValue()).isEqualTo("1");
            last = first.id();
        }
        beckon.mentions().post("2", alice);
        soon().untilAsserted(() -> assertThat(beckon.inboxes().state(alice).unread()).isEqualTo(2));

        try (EventStreamClient stream = new EventStreamClient(beckon.gateway(2), alice, beckon.token(alice), last)) {
            Event joined = stream.next();
            beckon.mentions().post("3", alice);

            assertThat(joined.name()).isEqualTo("joined");
            assertThat(joined.data().path("snapshot").booleanValue()).isFalse();
            assertThat(joined.data().path("notifications").valueStream().map(n -> n.path("excerpt").textValue())).containsExactly("2");
            Event third = stream.next();
            assertThat(third.name()).isEqualTo("new_notification");
            assertThat(third.data().at("/notification/excerpt").textValue()).isEqualTo("3");
        }
    }
}
