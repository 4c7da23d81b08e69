package dev.beckon.examples.protocollab;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(LabProfile.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RoomsIT {

    @TestHTTPResource
    URI lab;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            room:private1 | {}             | ["1","1","room:private1","phx_reply",{"status":"error","response":{"reason":"unauthorized"}}]
            room:1        | {"crash":true} | ["1","1","room:1","phx_reply",{"status":"error","response":{"reason":"join crashed"}}]
            room:1        | {"crash":1}    | ["1","1","room:1","phx_reply",{"status":"ok","response":{}}]
            room:1        | null           | ["1","1","room:1","phx_reply",{"status":"ok","response":{}}]
            lobby         | {}             | [null,"1","lobby","phx_reply",{"status":"error","response":{"reason":"unmatched topic"}}]
            notifications:ada | {}         | ["1","1","notifications:ada","phx_reply",{"status":"ok","response":{}}]
            notifications:bob | {}         | ["1","1","notifications:bob","phx_reply",{"status":"error","response":{"reason":"unauthorized"}}]
            """)
    void joins(String topic, String params, String answer) {
        try (LabClient ada = LabClient.connect(lab, "ada")) {
            ada.send("[\"1\",\"1\",\"" + topic + "\",\"phx_join\"," + params + "]").expect(answer);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            echo    | {"a":[1]} | ["1","2","room:1","phx_reply",{"status":"ok","response":{"a":[1]}}]
            echo    | [1,2]     | ["1","2","room:1","phx_reply",{"status":"ok","response":[1,2]}]
            echo    | null      | ["1","2","room:1","phx_reply",{"status":"ok","response":null}]
            fail    | {"a":1}   | ["1","2","room:1","phx_reply",{"status":"error","response":{"a":1}}]
            fail    | 7         | ["1","2","room:1","phx_reply",{"status":"error","response":7}]
            new_msg | {"a":1}   | [null,null,"room:1","new_msg",{"a":1}]
            new_msg | [1]       | ["1","1","room:1","phx_error",{"reason":"channel_crash"}]
            push_me | {"a":1}   | ["1",null,"room:1","pushed",{"a":1}]
            push_me | null      | ["1","1","room:1","phx_error",{"reason":"channel_crash"}]
            crash   | {}        | ["1","1","room:1","phx_error",{"reason":"channel_crash"}]
            huh     | {}        | ["1","1","room:1","phx_error",{"reason":"channel_crash"}]
            bin_echo | {}       | ["1","2","room:1","phx_reply",{"status":"error","response":{"reason":"not_binary"}}]
            """)
    void events(String event, String payload, String answer) {
        try (LabClient ada = LabClient.connect(lab, "ada")) {
            ada.joined("room:1").send(event(event, payload)).expect(answer);
        }
    }

    @Test
    void the_sender_of_new_msg_from_does_not_receive_it_and_others_do() {
        try (LabClient ada = LabClient.connect(lab, "ada"); LabClient bob = LabClient.connect(lab, "bob")) {
            ada.joined("room:1");
            bob.joined("room:1");

            ada.send(event("new_msg_from", "{\"a\":1}")).send(event("new_msg", "{\"a\":2}"));

            bob.expect("[null,null,\"room:1\",\"new_msg_from\",{\"a\":1}]").expect("[null,null,\"room:1\",\"new_msg\",{\"a\":2}]");
            ada.expect("[null,null,\"room:1\",\"new_msg\",{\"a\":2}]");
        }
    }

    @Test
    void silent_has_no_answer_and_stop_has_two() {
        try (LabClient ada = LabClient.connect(lab, "ada")) {
            ada.joined("room:1").send(event("silent", "{}")).send(event("stop", "{}"))
                    .expect("[\"1\",\"2\",\"room:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]")
                    .expect("[\"1\",\"1\",\"room:1\",\"phx_close\",{}]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bin_echo", "echo"})
    void bytes_come_back_as_bytes(String event) {
        try (LabClient ada = LabClient.connect(lab, "ada")) {
            ada.joined("room:1").sendBytes("room:1", event, "data").expect("\1\1\1\6\00212room:1okdata");
        }
    }

    @Test
    void bytes_are_pushed_and_broadcast() {
        try (LabClient ada = LabClient.connect(lab, "ada")) {
            ada.joined("room:1")
                    .sendBytes("room:1", "bin_push", "data").expect("\0\1\6\0101room:1bin_pushdata")
                    .sendBytes("room:1", "bin_broadcast", "data").expect("\2\6\15room:1bin_broadcastdata");
        }
    }

    @Test
    void every_member_of_a_room_receives_who_is_there() {
        try (LabClient ada = LabClient.connect(lab, "ada"); LabClient bob = LabClient.connect(lab, "bob")) {
            ada.joined("room:p").expectPresence(diff("{\"ada\":{\"metas\":[{\"phx_ref\":\"0\"}]}}", "{}"))
                    .expectPresence("[\"1\",null,\"room:p\",\"presence_state\",{\"ada\":{\"metas\":[{\"phx_ref\":\"0\"}]}}]");

            bob.joined("room:p");
            ada.expectPresence(diff("{\"bob\":{\"metas\":[{\"phx_ref\":\"1\"}]}}", "{}"));
            bob.send("[\"1\",\"2\",\"room:p\",\"presence_update\",{\"away\":true}]");
            ada.expectPresence(diff("{\"bob\":{\"metas\":[{\"away\":true,\"phx_ref\":\"2\",\"phx_ref_prev\":\"1\"}]}}",
                    "{\"bob\":{\"metas\":[{\"phx_ref\":\"1\"}]}}"));
        }
    }

    @Test
    void a_presence_can_only_be_changed_to_an_object() {
        try (LabClient ada = LabClient.connect(lab, "ada")) {
            ada.joined("room:1").send(event("presence_update", "[1]"))
                    .expect("[\"1\",\"2\",\"room:1\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"invalid_meta\"}}]");
        }
    }

    @Test
    void a_user_whose_id_would_break_javascript_is_let_in_but_not_shown() {
        try (LabClient proto = LabClient.connect(lab, "__proto__")) {
            proto.joined("room:q").expectPresence("[\"1\",null,\"room:q\",\"presence_state\",{}]")
                    .send("[\"1\",\"2\",\"room:q\",\"presence_update\",{\"a\":1}]")
                    .expect("[\"1\",\"2\",\"room:q\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"not_tracked\"}}]");
        }
    }

    private static String diff(String joins, String leaves) {
        return "[null,null,\"room:p\",\"presence_diff\",{\"joins\":" + joins + ",\"leaves\":" + leaves + "}]";
    }

    private static String event(String event, String payload) {
        return "[\"1\",\"2\",\"room:1\",\"" + event + "\"," + payload + "]";
    }
}
