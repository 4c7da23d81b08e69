package dev.beckon.channels.test;

import static dev.beckon.channels.EventResult.Status.ERROR;
import static dev.beckon.channels.EventResult.Status.OK;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.channels.CloseCode;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Each assertion fails when it should, and its message lists what did come. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FailureTest {

    @AutoClose
    final TestSockets sockets = TestSockets.of(new Demo());
    final TestSocket ada = sockets.connect(Map.of("user", "ada"));
    final TestChannel room = ada.subscribeAndJoin("room:lobby");

    @Test
    void connecting() {
        expectFailure(() -> sockets.connect(Map.of()), "refused");
        expectFailure(() -> sockets.assertRefused(Map.of("user", "bob")), "accepted");
    }

    @Test
    void joining() {
        TestChannel refused = ada.join("room:secret", Map.of());
        TestChannel joined = ada.join("room:1", Map.of());
        TestChannel other = ada.join("room:2", Map.of());
        onceAllHasCome();

        expectFailure(refused::assertJoined, "expected reply ok",
                "[\"2\",\"2\",\"room:secret\",\"phx_reply\",{\"status\":\"error\",\"response\":{\"reason\":\"unauthorized\"}}]");
        expectFailure(() -> joined.assertRefused(Map.of()), "expected reply error", "room:1");
        expectFailure(() -> other.assertJoined(Map.of("user", "bob")), "{\"user\":\"bob\"}", "\"user\":\"ada\"");
        expectFailure(() -> ada.subscribeAndJoin("room:secret"), "expected reply ok");
    }

    @Test
    void replies() {
        PushRef echo = room.push("echo", Map.of("n", 1));
        PushRef other = room.push("echo", Map.of("n", 2));
        other.assertReply(OK);
        impatient();

        expectFailure(() -> room.push("silent").assertReply(OK), "expected reply ok {} to silent (ref 4)",
                "{\"status\":\"ok\",\"response\":{\"n\":2}}]  (an earlier assertion took it)");
        expectFailure(() -> echo.assertReply(ERROR), "expected reply error", "{\"n\":1}");
        expectFailure(() -> echo.assertReply(OK, Map.of("n", "1")), "{\"n\":\"1\"}", "{\"n\":1}");
        expectFailure(() -> echo.assertReply(OK, Map.of("n", 1, "m", 1)), "{\"n\":1}");
        expectFailure(echo::refuteReply, "expected no reply", "{\"n\":1}");
    }

    @Test
    void pushes() {
        room.push("push_me", Map.of("n", 1));
        onceAllHasCome();

        expectFailure(() -> room.assertPush("other"), "expected push other on room:lobby", "\"pushed\",{\"n\":1}");
        expectFailure(() -> room.assertPush("pushed", Map.of("n", 2)), "{\"n\":2}", "{\"n\":1}");
        expectFailure(() -> room.assertPush("pushed", new byte[] {1}), "\"AQ==\"", "{\"n\":1}");
        expectFailure(() -> room.refutePush("pushed"), "expected no push pushed", "{\"n\":1}");
    }

    @Test
    void broadcasts() {
        room.push("new_msg", Map.of("n", 1));
        onceAllHasCome();

        expectFailure(() -> room.assertBroadcast("other"), "expected broadcast other", "new_msg {\"n\":1}");
        expectFailure(() -> room.assertBroadcast("new_msg", Map.of("n", 2)), "{\"n\":2}", "new_msg {\"n\":1}");
        expectFailure(() -> room.refuteBroadcast("new_msg"), "expected no broadcast new_msg", "new_msg {\"n\":1}");
    }

    @Test
    void endings() {
        impatient();

        expectFailure(room::assertClosed, "expected phx_close", "phx_reply");
        expectFailure(room::assertCrashed, "expected phx_error", "phx_reply");
        expectFailure(() -> ada.assertClosed(CloseCode.IDLE), "expected close IDLE", "nothing");
    }

    /**
     * Sends one more event and waits for its reply: one socket's channels reply in order, so all earlier frames have come by
     * then.
     */
    private void onceAllHasCome() {
        room.push("echo").assertReply(OK);
        impatient();
    }

    private void impatient() {
        sockets.patience(Duration.ofMillis(20), Duration.ofMillis(20));
    }

    private static void expectFailure(ThrowingCallable assertion, String... parts) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).message().contains(parts);
    }
}
