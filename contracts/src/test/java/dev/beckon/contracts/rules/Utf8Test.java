package dev.beckon.contracts.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class Utf8Test {

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "\"ö\"", "\"😀\"", "\uFEFF{}"})
    void text_in_UTF_8(String text) {
        assertThat(Utf8.isText(text.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void text_in_another_encoding(String charset) {
        assertThat(Utf8.isText("{\"excerpt\":\"ö\"}".getBytes(Charset.forName(charset)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22c0af22", "22c3286122", "22eda08022", "22f880808080 22", "22ff22", "00", "7b7d00", "22c3b60022", "fffe7b7d"})
    void overlong_forms_surrogates_and_broken_bytes(String hex) {
        assertThat(Utf8.isText(HexFormat.of().parseHex(hex.replace(" ", "")))).isFalse();
    }
}
