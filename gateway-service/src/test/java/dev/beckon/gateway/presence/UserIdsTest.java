package dev.beckon.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.contracts.Limits;
import dev.beckon.http.ProblemException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UserIdsTest {

    @Test
    void each_id_counts_once_in_the_order_given() {
        assertThat(UserIds.parse("bob,alice,bob,a.b@c", List.of())).containsExactly("bob", "alice", "a.b@c");
    }

    @Test
    void an_id_with_a_comma_is_asked_for_by_itself() {
        assertThat(UserIds.parse("bob,ada", List.of("a,b", "bob"))).containsExactly("bob", "ada", "a,b");
        assertThat(UserIds.parse(null, List.of("a,b"))).containsExactly("a,b");
    }

    @Test
    void as_many_as_are_allowed_and_one_more() {
        assertThat(UserIds.parse(ids(UserIds.MAX), List.of())).hasSize(1_000);

        assertThatThrownBy(() -> UserIds.parse(ids(UserIds.MAX + 1), List.of())).isInstanceOf(ProblemException.class);
    }

    @Test
    void an_id_of_the_greatest_length_and_one_that_is_longer() {
        String longest = "x".repeat(Limits.USER_ID_LENGTH);
        assertThat(UserIds.parse(longest, List.of())).containsExactly(longest);

        assertThatThrownBy(() -> UserIds.parse(longest + "x", List.of())).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ",", "alice,", "alice,,bob", "alice, bob", "alice\t", ".", "alice,.."})
    void what_is_no_list_of_user_ids_is_refused(String ids) {
        assertThatThrownBy(() -> UserIds.parse(ids, List.of())).isInstanceOf(ProblemException.class);
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "user-" + i).collect(Collectors.joining(","));
    }
}
