package dev.beckon.contracts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Limits;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TextRulesTest {

    static final Pattern DESCRIBED = Pattern.compile(Limits.USER_ID_PATTERN);

    @ParameterizedTest
    @ValueSource(strings = {"a", "o'brien@x.com", "Ünal", "a/b", "a b", "100%", "urn:x:y", "😀", "...", "a,b", "\"", "~", "\\"})
    void what_is_a_user_id_matches_the_described_pattern(String id) {
        assertThat(TextRules.userId(id)).isNull();
        assertThat(DESCRIBED.matcher(id).matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", " a", "a ", "\u00a0a", "a\u3000", "a\nb", "\0", "a\u0085", "\ud83d", "\ude00\ud83d"})
    void what_is_no_user_id_does_not_match_it(String id) {
        assertThat(TextRules.userId(id)).isNotNull();
        assertThat(DESCRIBED.matcher(id).matches()).isFalse();
    }

    @Test
    void a_user_id_up_to_255_characters_of_whatever_width() {
        assertThat(TextRules.userId("x".repeat(255))).isNull();
        assertThat(TextRules.userId("😀".repeat(255))).isNull();
        assertThat(TextRules.userId("x".repeat(256))).isEqualTo("must be at most 255 characters long, is 256");
        assertThat(TextRules.userId("😀".repeat(256))).isEqualTo("must be at most 255 characters long, is 256");
    }
}
