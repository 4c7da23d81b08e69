package dev.beckon.contracts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionKeyTest {

    static final String IN_TIME_ORDER = "01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e";

    /** Literal ids, because callers edit what an earlier release has stored. */
    @Test
    void a_key_is_the_same_mention_today_and_tomorrow() {
        assertThat(new MentionKey("team-docs", "comment-4711").id()).hasToString("cbea770b-8801-5f4d-83d3-f55478ad591c");
        assertThat(new MentionKey("team-docs", IN_TIME_ORDER).id()).hasToString("01990a5c-7f3e-76c1-9ad8-2ffbe2d87899");
    }

    @Test
    void callers_keys_and_entries_of_lists_do_not_meet() {
        assertThat(List.of(new MentionKey("a", "b").id(), new MentionKey("b", "a").id(), new MentionKey("a\nb", "c").id(),
                new MentionKey("a", "b").idOfEntry("c", 1), new MentionKey("a\nb\nc", "1").id(),
                new MentionKey("a", IN_TIME_ORDER).id(), new MentionKey("b", IN_TIME_ORDER).id(), UUID.fromString(IN_TIME_ORDER)))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_key_in_time_order_makes_an_id_of_the_same_time() {
        UUID id = new MentionKey("a", IN_TIME_ORDER).id();

        assertThat(id.toString()).startsWith("01990a5c-7f3e-7");
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(new MentionKey("a", "01990a5c-7f3e-4c1a-9d5e-2f1b7a3c4d5e").id().version()).isEqualTo(5);
    }
}
