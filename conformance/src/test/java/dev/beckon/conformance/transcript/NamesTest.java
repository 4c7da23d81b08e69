package dev.beckon.conformance.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NamesTest {

    final Names names = new Names(Map.of("run", "r1"), name -> "the " + name);

    @Test
    void text_without_names_has_to_be_equal_to_the_last_byte() {
        assertThat(names.match("[1,\"a.c\"]", "[1,\"a.c\"]")).isTrue();
        assertThat(names.match("[1,\"a.c\"]", "[1,\"abc\"]")).isFalse();
        assertThat(names.match("[1]", "[1] ")).isFalse();
        assertThat(names.match("[1]", "[1]\n")).isFalse();
    }

    @Test
    void a_new_name_takes_what_is_heard_and_stands_for_it_from_then_on() {
        assertThat(names.match("{\"a\":\"<x>\",\"b\":\"<x>\"}", "{\"a\":\"1\",\"b\":\"2\"}")).isFalse();
        assertThat(names.match("{\"a\":\"<x>\",\"b\":\"<x>\"}", "{\"a\":\"1\",\"b\":\"1\"}")).isTrue();
        assertThat(names.match("\"<x>\"", "\"2\"")).isFalse();
        assertThat(names.fill("<x>")).isEqualTo("1");
    }

    @Test
    void a_name_takes_nothing_where_it_does_not_match() {
        assertThat(names.match("[\"<x>\",1]", "[\"a\",2]")).isFalse();
        assertThatThrownBy(() -> names.fill("<x>")).hasMessageContaining("<x>");
    }

    @Test
    void any_is_something_else_each_time() {
        assertThat(names.match("\"<any>\",\"<any>\"", "\"1\",\"2\"")).isTrue();
    }

    @Test
    void known_names_credentials_and_repetitions_are_filled_in() {
        assertThat(names.fill("<run> <token:alice> <a*3>")).isEqualTo("r1 the token:alice aaa");
        assertThat(names.match("<a*3>", "aaa")).isTrue();
        assertThat(names.match("<a*3>", "aa")).isFalse();
    }
}
