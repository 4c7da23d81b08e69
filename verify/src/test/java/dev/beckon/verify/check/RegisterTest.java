package dev.beckon.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.verify.check.Register.Write;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values requests that overlap, fail or get no answer may leave. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RegisterTest {

    /** {@code set 1-2}: a request to set the flag began at 1 and was answered at 2; {@code ?}: it was not; {@code ~}: perhaps had no effect. */
    @ParameterizedTest(name = "{0}: set {1}, not set {2}")
    @CsvSource(delimiter = '|', textBlock = """
            none                       | false | true
            set 1-2                    | true  | false
            set 1-?                    | true  | true
            set 1~2                    | true  | true
            set 1-2, clear 3-4         | false | true
            set 1-3, clear 2-4         | true  | true
            set 1-2, clear 3-?         | true  | true
            set 1-?, clear 3-4         | true  | true
            set 1-2, clear 3~4         | true  | true
            set 1-2, clear 3-4, set 5-6| true  | false
            """)
    void a_value_is_possible_unless_a_certain_request_for_the_other_came_wholly_after_it(String requests, boolean set, boolean clear) {
        Register register = new Register();
        for (String request : requests.split(", ")) {
            if (!request.equals("none")) {
                register.add(write(request));
            }
        }

        assertThat(register.mayBe(true, Register.NEVER, Register.NEVER)).isEqualTo(set);
        assertThat(register.mayBe(false, Register.NEVER, Register.NEVER)).isEqualTo(clear);
    }

    private static Write write(String request) {
        String[] parts = request.split("[ ~-]");
        boolean answered = !parts[2].equals("?");
        return new Write(parts[0].equals("set"), Long.parseLong(parts[1]), answered ? Long.parseLong(parts[2]) : Register.NEVER,
                answered && !request.contains("~"));
    }
}
