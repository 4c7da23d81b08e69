package dev.beckon.channels.internal.longpoll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.internal.protocol.Frame;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutboxTest {

    final Outbox outbox = new Outbox();

    @Test
    void what_is_not_confirmed_is_there_again() {
        add("a", "b");
        assertThat(outbox.confirm(0)).isTrue();
        assertThat(outbox.messages()).containsExactly("a", "b");
        assertThat(outbox.count()).isEqualTo(2);

        add("c");

        assertThat(outbox.confirm(0)).isTrue();
        assertThat(outbox.messages()).containsExactly("a", "b", "c");
        assertThat(outbox.bytes()).isEqualTo(3);
    }

    @Test
    void a_confirmation_forgets_what_came_through_and_nothing_else() {
        add("a", "b");
        add("ö");

        assertThat(outbox.confirm(2)).isTrue();

        assertThat(outbox.messages()).containsExactly("ö");
        assertThat(outbox.count()).isEqualTo(3);
        assertThat(outbox.bytes()).isEqualTo(2);
        assertThat(outbox.confirm(3)).isTrue();
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void no_client_can_go_back_behind_what_is_forgotten_nor_beyond_what_there_was() {
        add("a", "b");
        outbox.confirm(1);

        assertThat(outbox.confirm(0)).isFalse();
        assertThat(outbox.messages()).containsExactly("b");
        assertThat(outbox.confirm(3)).isFalse();
    }

    private void add(String... messages) {
        for (String message : messages) {
            outbox.add(new Frame.Text(message));
        }
    }
}
