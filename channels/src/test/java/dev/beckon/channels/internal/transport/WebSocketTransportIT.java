package dev.beckon.channels.internal.transport;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import dev.beckon.channels.lab.RawConnection;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WebSocketTransportIT {

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PONG = 10;

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Sockets sockets;

    @ParameterizedTest
    @ValueSource(strings = {
            "", "x", "{}", "[]", "['1','2','room:1','echo']", "[{},'2','room:1','echo',{}]", "['1',[],'room:1','echo',{}]",
            "['1','2',5,'echo',{}]", "['1','2','room:1',null,{}]", "['1','2','room:1','echo',{}]]", "['1','2','room:1','echo',{}",
            "{'topic':'room:1','event':'echo','payload':{},'ref':'1'}",
    })
    void a_malformed_message_closes_its_connection_and_no_other(String frame) {
        PhoenixClient bob = clients.connect().joined("room:1");
        PhoenixClient ada = clients.connect().joined("room:1");

        ada.send(frame);

        assertThat(ada.expectClosed()).isEqualTo(1011);
        bob.expectReply(bob.push("room:1", "echo", "{}"), "ok");
        bob.expectNothing();
    }

    @Test
    void a_message_behind_a_malformed_one_is_not_handled() {
        PhoenixClient bob = clients.connect().joined("room:1");
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();
        ada.text("[\"1\",\"1\",\"room:1\",\"phx_join\",{}]");

        ada.text("malformed");
        ada.text("[\"1\",\"2\",\"room:1\",\"new_msg\",{}]");

        assertThat(ada.expectClosed()).isEqualTo(1011);
        ada.close();
        soon().until(() -> sockets.count() == 1); // the server has read all that ada wrote
        bob.expectNothing();
    }

    @Test
    void a_message_right_before_a_close_is_handled() {
        PhoenixClient bob = clients.connect().joined("room:1");
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();

        ada.text("[\"1\",\"1\",\"room:1\",\"phx_join\",{}]");
        ada.text("[\"1\",\"2\",\"room:1\",\"new_msg\",{}]");
        ada.frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8}); // code 1000

        bob.expectBroadcast("room:1", "new_msg");
        assertThat(ada.expectClosed()).isEqualTo(1000);
    }

    /** Erlang's websocket_client waits for the server's close; a client that answers first would end the connection itself. */
    @Test
    void TCP_ends_right_behind_a_close_frame_though_the_client_does_not_answer_it() {
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();

        ada.text("malformed");

        assertThat(ada.expectClosed()).isEqualTo(1011);
        assertThat(ada.readToTheEnd()).isEmpty();
        assertThat(sockets.count()).as("not cut for its silence, which takes longer").isEqualTo(1);
    }

    @Test
    void a_frame_of_256_KiB_is_read_and_one_byte_more_is_too_big() {
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();
        ada.text(message(262_144));
        RawConnection bob = clients.raw("?vsn=2.0.0").upgraded();

        bob.text(message(262_145));

        assertThat(bob.expectClosed()).isEqualTo(1009);
        ada.text("malformed");
        assertThat(ada.expectClosed()).as("the first was read and answered").isEqualTo(1011);
    }

    /** Far more frames than a burst allows; none of them ends its message. */
    @ParameterizedTest
    @ValueSource(ints = {TEXT, PONG})
    void empty_fragments_and_pongs_count_as_messages_do(int opcode) {
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();

        ada.frames(opcode == PONG ? FIN | PONG : TEXT, opcode == PONG ? FIN | PONG : CONTINUATION, 40_000);

        assertThat(ada.expectClosed()).isEqualTo(CloseCode.FLOODING.code());
    }

    @Test
    void a_message_in_many_frames_may_not_exceed_256_KiB_together() {
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();
        byte[] part = message(65_536).getBytes(StandardCharsets.US_ASCII);

        ada.frame(TEXT, part);
        for (int i = 0; i < 4; i++) {
            ada.frame(CONTINUATION, part);
        }

        assertThat(ada.expectClosed()).isEqualTo(1009);
    }

    /** Repeated, because the frame races with the server's work after it has answered the upgrade. */
    @RepeatedTest(20)
    void text_that_is_not_UTF_8_closes_with_1007() {
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();

        ada.frame(FIN | TEXT, new byte[] {'[', (byte) 0xc3, (byte) 0x28, ']'});

        assertThat(ada.expectClosed()).isEqualTo(1007);
    }

    @Test
    void a_frame_against_the_rules_of_WebSocket_closes_with_1002() {
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();

        ada.frame(FIN | CONTINUATION, "[]".getBytes(StandardCharsets.US_ASCII)); // a continuation without a message

        assertThat(ada.expectClosed()).isEqualTo(1002);
    }

    @Test
    void a_reserved_bit_that_no_extension_has_claimed_closes_with_1002() {
        RawConnection ada = clients.raw("?vsn=2.0.0").upgraded();

        ada.frame(FIN | RSV1 | TEXT, "[null,\"1\",\"phoenix\",\"heartbeat\",{}]".getBytes(StandardCharsets.US_ASCII));

        assertThat(ada.expectClosed()).isEqualTo(1002);
    }

    /** A heartbeat with a payload that fills the frame. */
    private static String message(int bytes) {
        String around = "[null,\"1\",\"phoenix\",\"heartbeat\",\"\"]";
        return "[null,\"1\",\"phoenix\",\"heartbeat\",\"" + "x".repeat(bytes - around.length()) + "\"]";
    }
}
