package dev.beckon.gateway.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.CatchUp.Position;
import dev.beckon.contracts.InboxState;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InboxClientTest {

    @Test
    void an_answer_for_each_position_is_passed_on_in_order() {
        assertThat(inOrder("ada,bob,ada", "ada,bob,ada")).containsExactly("ada", "bob", "ada");
    }

    @Test
    void users_who_are_left_out_of_the_answer_have_none_and_others_keep_theirs() {
        assertThat(inOrder("ada,bob,ada,cleo", "bob,cleo")).containsExactly(null, "bob", null, "cleo");
        assertThat(inOrder("ada,bob,ada,cleo", "ada,ada")).containsExactly("ada", null, "ada", null);
    }

    @Test
    void an_answer_to_another_question_is_none() {
        assertThatThrownBy(() -> inOrder("ada,bob", "bob,ada")).isInstanceOf(InboxClient.UnavailableException.class);
        assertThatThrownBy(() -> inOrder("ada", "ada,ada")).isInstanceOf(InboxClient.UnavailableException.class);
    }

    private static List<@Nullable String> inOrder(String positions, String answers) {
        return InboxClient.inOrder(
                Stream.of(positions.split(",")).map(user -> new Position(user, 1L, null)).toList(),
                Stream.of(answers.split(",")).map(user -> new Difference(user, InboxState.empty(new UUID(1, 1)), List.of(), false))
                        .toList())
                .stream().map(answer -> answer == null ? null : answer.user()).toList();
    }
}
