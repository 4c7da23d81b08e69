package dev.beckon.channels.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FrameTest {

    @Test
    void bytes_are_as_many_as_they_are() {
        assertThat(new Frame.Binary(new byte[3]).sizeBytes()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u007f", "\u0080", "ö", "\u07ff", "\u0800", "漢字", "\uffff", "😀", "a😀ö漢"})
    void its_size_is_that_of_its_UTF_8(String text) {
        assertThat(new Frame.Text(text).sizeBytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
}
