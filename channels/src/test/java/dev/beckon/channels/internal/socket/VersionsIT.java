package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.lab.Clients;
import dev.beckon.channels.lab.PhoenixClient;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Version 1, bytes in version 2, and both on one topic. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VersionsIT {

    @RegisterExtension
    final Clients clients = new Clients();

    @Inject
    Sockets sockets;

    @ParameterizedTest
    @ValueSource(strings = {"", "?vsn=1.0.0"})
    void version_1_speaks_in_objects(String query) {
        PhoenixClient ada = clients.connectAs(query);

        ada.send("{'topic':'room:1','event':'phx_join','payload':{},'ref':'1'}");
        ada.expect("{'topic':'room:1','event':'phx_reply','payload':{'status':'ok','response':{}},'ref':'1'}");
        ada.send("{'topic':'room:1','event':'new_msg','payload':{'a':1},'ref':'2'}");
        ada.expect("{'topic':'room:1','event':'new_msg','payload':{'a':1},'ref':null}");
        ada.send("{'topic':'room:1','event':'phx_leave','payload':{},'ref':'3'}");
        ada.expect("{'topic':'room:1','event':'phx_reply','payload':{'status':'ok','response':{}},'ref':'3'}");
        ada.expect("{'topic':'room:1','event':'phx_close','payload':{},'ref':null}");
        ada.send("{'topic':'phoenix','event':'heartbeat','payload':{},'ref':'4'}");
        ada.expect("{'topic':'phoenix','event':'phx_reply','payload':{'status':'ok','response':{}},'ref':'4'}");
    }

    @Test
    void version_1_may_come_in_a_frame_of_bytes() {
        PhoenixClient ada = clients.connectAs("?vsn=1.0.0");

        ada.sendBinary(hex("{\"topic\":\"room:1\",\"event\":\"phx_join\",\"payload\":{},\"ref\":\"1\"}"));

        ada.expect("{'topic':'room:1','event':'phx_reply','payload':{'status':'ok','response':{}},'ref':'1'}");
    }

    @Test
    void bytes_that_are_no_message_of_version_1_are_malformed() {
        PhoenixClient ada = clients.connectAs("?vsn=1.0.0");

        ada.sendBinary("7b c3 28");

        assertThat(ada.expectClosed()).isEqualTo(1011);
    }

    @Test
    void a_frame_of_the_other_version_is_malformed() {
        PhoenixClient ada = clients.connectAs("?vsn=1.0.0");

        ada.send("[null,'1','phoenix','heartbeat',{}]");

        assertThat(ada.expectClosed()).isEqualTo(1011);
    }

    @Test
    void bytes_are_echoed_pushed_and_shared_as_bytes() {
        PhoenixClient ada = clients.connect();
        PhoenixClient bob = clients.connect().joined("room:1");
        ada.send("['1','1','room:1','phx_join',{}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.sendBinary("00 01 01 06 08" + "31 32" + hex("room:1") + hex("bin_echo") + "00ff");
        ada.expectBinary("01 01 01 06 02" + "31 32" + hex("room:1") + hex("ok") + "00ff");
        ada.sendBinary("00 01 01 06 08" + "31 33" + hex("room:1") + hex("bin_push") + "00ff");
        ada.expectBinary("00 01 06 06" + "31" + hex("room:1") + hex("pushed") + "00ff");
        ada.sendBinary("00 01 01 06 0d" + "31 34" + hex("room:1") + hex("bin_broadcast") + "00ff");
        ada.expectBinary("02 06 06" + hex("room:1") + hex("shared") + "00ff");
        bob.expectBinary("02 06 06" + hex("room:1") + hex("shared") + "00ff");
    }

    @Test
    void an_answer_without_bytes_to_a_push_of_bytes_is_text() {
        PhoenixClient ada = clients.connect();
        ada.send("['1','1','room:1','phx_join',{}]");
        ada.expect("['1','1','room:1','phx_reply',{'status':'ok','response':{}}]");

        ada.sendBinary("00 00 01 06 05" + "32" + hex("room:1") + hex("other") + "00");

        ada.expect("['1','1','room:1','phx_error',{'reason':'channel_crash'}]");
    }

    @Test
    void a_heartbeat_of_bytes_is_answered_in_text() {
        PhoenixClient ada = clients.connect();

        ada.sendBinary("00 00 01 07 09" + "32" + hex("phoenix") + hex("heartbeat"));

        ada.expect("[null,'2','phoenix','phx_reply',{'status':'ok','response':{}}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "01 00 00 01 01 74 65", "00 00 00 ff 01 74 65"})
    void bytes_that_are_no_push_close_the_connection(String hex) {
        PhoenixClient ada = clients.connect();

        ada.sendBinary(hex);

        assertThat(ada.expectClosed()).isEqualTo(1011);
    }

    @Test
    void five_zeros_are_a_push_of_no_event_to_no_topic() {
        PhoenixClient ada = clients.connect();

        ada.sendBinary("0000000000");

        ada.expect("[null,'','','phx_reply',{'status':'error','response':{'reason':'unmatched topic'}}]");
    }

    @Test
    void whose_version_has_no_bytes_is_left_out_and_counted() {
        PhoenixClient old = clients.connectAs("?vsn=1.0.0");
        old.send("{'topic':'room:1','event':'phx_join','payload':{},'ref':'1'}");
        old.expect("{'topic':'room:1','event':'phx_reply','payload':{'status':'ok','response':{}},'ref':'1'}");
        PhoenixClient ada = clients.connect().joined("room:1");
        long before = sockets.untold();

        ada.sendBinary("00 00 01 06 0d" + "34" + hex("room:1") + hex("bin_broadcast") + "00ff");

        ada.expectBinary("02 06 06" + hex("room:1") + hex("shared") + "00ff");
        old.send("{'topic':'phoenix','event':'heartbeat','payload':{},'ref':'2'}");
        old.expect("{'topic':'phoenix','event':'phx_reply','payload':{'status':'ok','response':{}},'ref':'2'}");
        assertThat(sockets.untold()).isEqualTo(before + 1);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
