package dev.beckon.verify.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisMessageFilterTest {

    static final String OTHER = message('*', "heartbeat:1", "x");
    static final String HELLO = "%1\r\n$6\r\nserver\r\n$5\r\nredis\r\n";
    static final String SUBSCRIBED = "*3\r\n$9\r\nsubscribe\r\n$7\r\nnews:u1\r\n:1\r\n";

    final RedisMessageFilter filter = new RedisMessageFilter("hints:", "news:");

    @ParameterizedTest
    @ValueSource(chars = {'*', '>'})
    void messages_of_its_channels_are_dropped_and_nothing_else(char kind) {
        String wanted = message(kind, "news:u1", "two\r\nlines");

        assertThat(pass(HELLO + SUBSCRIBED + wanted + OTHER + wanted + "+PONG\r\n", 1_000, true))
                .isEqualTo(HELLO + SUBSCRIBED + OTHER + "+PONG\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 16})
    void messages_that_come_in_pieces_are_dropped_whole(int piece) {
        String all = OTHER + message('*', "news:u1", "ä") + SUBSCRIBED + "$-1\r\n:7\r\n" + OTHER;

        assertThat(pass(all, piece, true)).isEqualTo(OTHER + SUBSCRIBED + "$-1\r\n:7\r\n" + OTHER);
    }

    @Test
    void everything_passes_while_it_does_not_drop() {
        String all = HELLO + message('>', "news:u1", "x") + OTHER;

        assertThat(pass(all, 5, false)).isEqualTo(all);
    }

    private String pass(String text, int piece, boolean dropping) {
        byte[] bytes = text.getBytes(UTF_8);
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (int from = 0; from < bytes.length; from += piece) {
            int length = Math.min(piece, bytes.length - from);
            byte[] part = new byte[piece];
            System.arraycopy(bytes, from, part, 0, length);
            passed.writeBytes(filter.pass(part, length, dropping));
        }
        return passed.toString(UTF_8);
    }

    private static String message(char kind, String channel, String payload) {
        return kind + "3\r\n$7\r\nmessage\r\n$" + channel.length() + "\r\n" + channel + "\r\n$"
                + payload.getBytes(UTF_8).length + "\r\n" + payload + "\r\n";
    }
}
