package dev.beckon.verify.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxState;
import dev.beckon.verify.check.Checker;
import dev.beckon.verify.history.Fact.FaultBegan;
import dev.beckon.verify.history.Fact.FaultEnded;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.Quiet;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReportTest {

    static final UUID ID = new UUID(0, 1);

    final History history = new History(List.of(
            new PostSent(100, 1, "calm", List.of("ann"), true),
            new PostAnswered(110, 1, "calm", 202, List.of(ID), "", false),
            new FaultBegan(200, "cut"),
            new PostSent(300, 2, "lost", List.of("ann"), true),
            new PostAnswered(310, 2, "lost", 202, List.of(new UUID(0, 2)), "", false),
            new FaultEnded(1_700, "cut", "mention-1 to kafka"),
            new Quiet(2_000, ""),
            new InboxFound(2_001, "ann", new InboxState(1, 1, 1, 1, ID, 0)),
            new RowFound(2_002, "ann", 1, 1, ID, ID, "calm", false, false)));

    final Report report = new Report(history, Checker.check(history));

    @Test
    void what_was_said_during_a_fault_stands_in_its_row() {
        assertThat(line("cut ")).containsSubsequence("1", "1.5", "1 BROKEN");
        assertThat(line("(no fault)")).doesNotContain("BROKEN");
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void a_broken_promise_is_proved_by_the_facts_and_the_faults_of_that_time() {
        assertThat(report.text())
                .contains("stored: broken 1 times", "lost was accepted and is not in the inbox of ann",
                        "{\"fact\":\"PostSent\",\"at\":300", "during cut of mention-1 to kafka, 200 to 1700")
                .contains("FAILED: 1 losses, 0 duplicates, 1 broken promises");
    }

    @Test
    void the_totals_count_mentions_calls_notifications_and_faults() {
        assertThat(line("mentions")).contains("2 said; 2 calls: 2 accepted");
        assertThat(line("notifications")).contains("1 stored");
        assertThat(line("faults")).contains("1");
    }

    private String line(String start) {
        return report.text().lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }
}
