package dev.beckon.channels.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.internal.protocol.Inbound.Event;
import dev.beckon.channels.internal.protocol.Inbound.Heartbeat;
import dev.beckon.channels.internal.protocol.Outbound.Broadcast;
import dev.beckon.channels.internal.protocol.Outbound.Push;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ~hh} stands for the byte hh in hexadecimal; everything else is text. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BinaryFramesTest {

    static final Ref TWELVE = new Ref("\"12\"");
    static final BinaryPayload BYTES = new BinaryPayload(new byte[] {0, -1});

    final V2JsonSerializer serializer = new V2JsonSerializer(new ObjectMapper());

    @Test
    void a_push_of_a_client() throws Exception {
        assertThat(serializer.decode(bytes("~00~02~01~04~03123roomneu~07~08")))
                .isEqualTo(new Event(TWELVE, new Ref("\"3\""), "room", "neu", BinaryNode.valueOf(new byte[] {7, 8})));
    }

    @Test
    void an_empty_join_ref_means_none_and_a_payload_may_be_empty() throws Exception {
        assertThat(serializer.decode(bytes("~00~00~01~04~033roomneu")))
                .isEqualTo(new Event(null, new Ref("\"3\""), "room", "neu", BinaryNode.valueOf(new byte[0])));
    }

    @Test
    void a_heartbeat_may_be_bytes() throws Exception {
        assertThat(serializer.decode(bytes("~00~00~01~07~093phoenixheartbeat"))).isEqualTo(new Heartbeat(new Ref("\"3\"")));
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource({
            "'', shorter than a head",
            "~00~00~00~00, shorter than a head",
            "~01~00~00~01~01te, not a push",
            "~02~00~00~01~01te, not a push",
            "~00~00~00~04~01te, shorter than its head says",
            "~00~ff~00~01~01te, shorter than its head says",
            "~00~00~00~01~01~ffe, a string is not UTF-8",
    })
    void what_is_not_a_push(String frame, String rule) {
        assertThatThrownBy(() -> serializer.decode(bytes(frame)))
                .isInstanceOf(MalformedFrameException.class).hasMessage(rule);
    }

    @Test
    void what_the_server_may_say() {
        assertThat(encoded(new Push(TWELVE, "t", "ev", BYTES))).isEqualTo(bytes("~00~02~01~0212tev~00~ff"));
        assertThat(encoded(new Reply(TWELVE, new Ref("3"), "t", Status.OK, BYTES)))
                .isEqualTo(bytes("~01~02~01~01~02123tok~00~ff"));
        assertThat(encoded(new Broadcast("t", "ev", BYTES))).isEqualTo(bytes("~02~01~02tev~00~ff"));
    }

    @Test
    void a_missing_ref_is_empty() {
        assertThat(encoded(new Reply(null, null, "t", Status.ERROR, BYTES))).isEqualTo(bytes("~01~00~00~01~05terror~00~ff"));
    }

    @Test
    void a_string_has_at_most_255_bytes() {
        assertThat(encoded(new Broadcast("t".repeat(255), "e", BYTES))).hasSize(3 + 256 + 2);
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(new Broadcast("t".repeat(256), "e", BYTES)));
        assertThatIllegalArgumentException().isThrownBy(() -> encoded(new Broadcast("t", "ö".repeat(128), BYTES)));
    }

    @Test
    void a_text_answer_stays_text() {
        assertThat(serializer.encode(Reply.ok(null, TWELVE, "t"))).isInstanceOf(Frame.Text.class);
    }

    private byte[] encoded(Outbound message) {
        return ((Frame.Binary) serializer.encode(message)).bytes();
    }

    private static byte[] bytes(String form) {
        Matcher byHex = Pattern.compile("~(..)").matcher(form);
        String latin1 = byHex.replaceAll(hex -> Matcher.quoteReplacement(String.valueOf((char) HexFormat.fromHexDigits(hex.group(1)))));
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
