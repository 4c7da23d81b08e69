package dev.beckon.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HttpAnswerTest {

    @Test
    void an_accepted_one_is_read_to_its_end() throws IOException {
        InputStream in = bytes("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 202 Accepted\r\n\r\n");

        HttpAnswer.readAccepted(in);
        HttpAnswer.readAccepted(in);

        assertThat(in.available()).isZero();
    }

    @Test
    void another_one_says_why() {
        assertThatThrownBy(() -> HttpAnswer.readAccepted(bytes("HTTP/1.1 503 No\r\ncontent-length: 4\r\n\r\nbusy")))
                .isInstanceOf(IOException.class)
                .hasMessage("HTTP/1.1 503 No: busy");
    }

    @Test
    void a_connection_that_ends_is_no_answer() {
        assertThatThrownBy(() -> HttpAnswer.readAccepted(bytes("HTTP/1.1 202"))).isInstanceOf(EOFException.class);
    }

    private static InputStream bytes(String answer) {
        return new ByteArrayInputStream(answer.getBytes(StandardCharsets.US_ASCII));
    }
}
