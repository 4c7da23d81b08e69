package dev.beckon.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.HelmTest.Result;
import dev.beckon.systemtests.stack.SystemTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Runs the program of {@code helm test} without its pod: it joins, or prints the reason for its failure in one line. */
@SystemTest
class HelmTestIT {

    final Beckon beckon;
    final String alice;

    HelmTestIT(Beckon beckon) {
        this.beckon = beckon;
        this.alice = beckon.user("alice");
    }

    @Test
    void a_gateway_that_works_is_joined() {
        Result result = beckon.helmTest().run(beckon.gateway(1), beckon.token(alice));

        assertThat(result).isEqualTo(new Result(0, "joined notifications:%s at revision 0: 0 unread".formatted(alice)));
    }

    @Test
    void a_token_that_the_gateway_refuses_fails_the_test_and_is_not_printed() {
        String token = beckon.foreignToken(alice);

        Result result = beckon.helmTest().run(beckon.gateway(1), token);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text()).startsWith("the gateway refuses the token").doesNotContain(token);
    }

    @Test
    void what_is_no_token_fails_the_test_and_is_not_printed() {
        Result result = beckon.helmTest().run(beckon.gateway(1), "hunter2.hunter2");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.text()).endsWith("it is no JWT").doesNotContain("hunter2");
    }

    @Test
    void a_gateway_that_is_away_fails_the_test() {
        URI unused = beckon.unusedAddress();

        Result result = beckon.helmTest().run(unused, beckon.token(alice));

        assertThat(result).isEqualTo(
                new Result(1, "no gateway at ws://127.0.0.1:%d/socket/websocket: ECONNREFUSED".formatted(unused.getPort())));
    }
}
