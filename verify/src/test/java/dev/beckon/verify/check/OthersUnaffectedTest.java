package dev.beckon.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Json;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.FaultBegan;
import dev.beckon.verify.history.Fact.FaultEnded;
import dev.beckon.verify.history.Fact.JoinRefused;
import dev.beckon.verify.history.Fact.Placed;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inbox of ann is on postgres-1, that of bob on postgres-2, which is away from 10 to 20 s. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OthersUnaffectedTest {

    static final JsonNode NOTHING = Json.asTree(Map.of());

    final List<Fact> facts = new ArrayList<>(List.of(
            new FaultBegan(10_000, "kill-postgres"), new FaultEnded(20_000, "kill-postgres", "postgres-2"),
            new Placed(99_000, "ann", "postgres-1"), new Placed(99_000, "bob", "postgres-2")));

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob"})
    void only_users_of_other_servers_are_promised_an_answer(String user) {
        ask(user, 12_000, 15_000, true);
        ask(user, 13_000, 13_100, false);
        facts.add(new JoinRefused(14_000, user + "/1", user, "unavailable"));
        see(user, 15_000, 16_200);

        assertThat(violations()).hasSize(user.equals("ann") ? 4 : 0);
    }

    @Test
    void a_second_is_enough() {
        ask("ann", 12_000, 13_000, true);
        see("ann", 12_000, 13_000);

        assertThat(violations()).isEmpty();
    }

    @Test
    void moments_without_the_outage_or_with_another_fault_prove_nothing() {
        ask("ann", 25_000, 29_000, true);
        facts.add(new FaultBegan(5_000, "slow"));
        facts.add(new FaultEnded(6_000, "slow", "gateway-1 to redis"));
        ask("ann", 12_000, 15_000, true);

        assertThat(violations()).isEmpty();
    }

    private void ask(String user, long at, long until, boolean ok) {
        int call = facts.size();
        facts.add(new Asked(at, user + "/1", user, call, "list", NOTHING));
        facts.add(new Answered(until, user + "/1", user, call, ok, NOTHING));
    }

    private void see(String user, long accepted, long seen) {
        String key = "m" + facts.size();
        facts.add(new PostAnswered(accepted, facts.size(), key, 202, List.of(), "", false));
        facts.add(new Pushed(seen, user + "/1", user, "new_notification",
                Json.asTree(Map.of("notification", Map.of("excerpt", key)))));
    }

    private List<Violation> violations() {
        Verdict verdict = new Verdict("others");
        new OthersUnaffected().examine(new History(facts), verdict);
        return verdict.violations();
    }
}
