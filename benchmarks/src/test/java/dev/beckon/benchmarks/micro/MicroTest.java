package dev.beckon.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.protocol.Inbound;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Checks that each measured method does the work that its name states. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MicroTest {

    @Test
    void frames_are_of_the_size_asked_for() throws Exception {
        Codec codec = new Codec();
        codec.size = 300;
        codec.frames();

        assertThat(codec.decode()).isInstanceOfSatisfying(Inbound.Event.class,
                event -> assertThat(event.payload().toString()).hasSize(300));
        assertThat(codec.broadcast()).isInstanceOfSatisfying(Frame.Text.class,
                frame -> assertThat(frame.text()).startsWith("[null,null,\"room:lobby\",\"new_msg\",{").endsWith("}]"));
        assertThat(codec.reply()).isInstanceOfSatisfying(Frame.Text.class,
                frame -> assertThat(frame.text()).startsWith("[\"7\",\"7\",\"room:lobby\",\"phx_reply\",{"));
    }

    @Test
    void the_last_pattern_is_found() {
        Router router = new Router();
        router.size = 4;
        router.patterns();

        assertThat(router.match()).satisfies(route -> assertThat(route.subtopic()).isEqualTo("lobby"));
    }

    @Test
    void every_member_receives_each_broadcast() {
        FanOut fanOut = new FanOut();
        fanOut.size = 10;
        fanOut.members();
        try {
            long before = fanOut.publish();

            assertThat(fanOut.publish()).isEqualTo(before + 10);
        } finally {
            fanOut.end();
        }
    }
}
