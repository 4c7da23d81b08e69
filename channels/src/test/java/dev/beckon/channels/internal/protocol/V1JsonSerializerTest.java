package dev.beckon.channels.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.protocol.Inbound.Event;
import dev.beckon.channels.internal.protocol.Inbound.Heartbeat;
import dev.beckon.channels.internal.protocol.Inbound.Join;
import dev.beckon.channels.internal.protocol.Inbound.Leave;
import dev.beckon.channels.internal.protocol.Outbound.Broadcast;
import dev.beckon.channels.internal.protocol.Outbound.Close;
import dev.beckon.channels.internal.protocol.Outbound.Crash;
import dev.beckon.channels.internal.protocol.Outbound.Push;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class V1JsonSerializerTest {

    static final Ref ONE = new Ref("\"1\"");
    static final Ref SEVEN = new Ref("7");

    final V1JsonSerializer serializer = new V1JsonSerializer(new ObjectMapper());

    @Test
    void what_a_client_may_say() throws Exception {
        var empty = JsonNodeFactory.instance.objectNode();

        assertThat(serializer.decode("{'topic':'t','event':'phx_join','payload':{},'ref':'1'}".replace('\'', '"')))
                .isEqualTo(new Join(null, ONE, "t", empty));
        assertThat(serializer.decode("{'topic':'t','event':'phx_leave','payload':{},'ref':7,'join_ref':'1'}".replace('\'', '"')))
                .isEqualTo(new Leave(ONE, SEVEN, "t"));
        assertThat(serializer.decode("{'ref':null,'payload':{},'event':'e','topic':'t','more':1}".replace('\'', '"')))
                .isEqualTo(new Event(null, null, "t", "e", empty));
        assertThat(serializer.decode("{'topic':'phoenix','event':'heartbeat','payload':null,'ref':'1'}".replace('\'', '"')))
                .isEqualTo(new Heartbeat(ONE));
    }

    @ParameterizedTest(name = "{0} is refused: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '!', textBlock = """
            [null,"1","t","phx_join",{}]                    | not an object
            {"topic":"t","event":"e","payload":{}           | not JSON
            {"event":"e","payload":{},"ref":"1"}            | no topic
            {"topic":"t","payload":{},"ref":"1"}            | no event
            {"topic":"t","event":"e","ref":"1"}             | no payload
            {"topic":"t","event":"e","payload":{}}          | no ref
            {"topic":1,"event":"e","payload":{},"ref":"1"}  | topic is not a string
            {"topic":"t","event":{},"payload":{},"ref":1}   | event is not a string
            {"topic":"t","event":"e","payload":{},"ref":[]} | ref is not a scalar
            """)
    void what_is_not_a_message(String frame, String rule) {
        assertThatThrownBy(() -> serializer.decode(frame)).isInstanceOf(MalformedFrameException.class).hasMessage(rule);
    }

    @Test
    void bytes_are_not_a_message() {
        assertThatThrownBy(() -> serializer.decode(new byte[] {0, 0, 0, 0, 0}))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void what_the_server_may_say() {
        assertThat(text(new Reply(ONE, SEVEN, "t", Status.OK, RawJson.EMPTY))).isEqualTo(
                "{'topic':'t','event':'phx_reply','payload':{'status':'ok','response':{}},'ref':7}");
        assertThat(text(new Push(ONE, "t", "e", Map.of("a", 1)))).isEqualTo(
                "{'topic':'t','event':'e','payload':{'a':1},'ref':null}");
        assertThat(text(new Broadcast("t", "e", new RawJson("{\"a\":1}")))).isEqualTo(
                "{'topic':'t','event':'e','payload':{'a':1},'ref':null}");
        assertThat(text(new Close(ONE, "t"))).isEqualTo("{'topic':'t','event':'phx_close','payload':{},'ref':'1'}");
        assertThat(text(new Crash(ONE, "t"))).isEqualTo(
                "{'topic':'t','event':'phx_error','payload':{'reason':'channel_crash'},'ref':'1'}");
    }

    @Test
    void bytes_cannot_be_encoded() {
        BinaryPayload bytes = new BinaryPayload(new byte[] {1});

        assertThat(serializer.encode(new Reply(ONE, ONE, "t", Status.OK, bytes))).isNull();
        assertThat(serializer.encode(new Push(ONE, "t", "e", bytes))).isNull();
        assertThat(serializer.encode(new Broadcast("t", "e", bytes))).isNull();
    }

    private String text(Outbound message) {
        return ((Frame.Text) serializer.encode(message)).text().replace('"', '\'');
    }
}
