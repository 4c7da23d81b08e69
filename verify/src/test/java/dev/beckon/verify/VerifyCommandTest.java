package dev.beckon.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.InboxState;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import dev.beckon.verify.history.HistoryFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VerifyCommandTest {

    static final UUID ID = UUID.randomUUID();
    static final PostSent SENT = new PostSent(1, 1, "greeting", List.of("ann"), true);
    static final PostAnswered ACCEPTED = new PostAnswered(2, 1, "greeting", 202, List.of(ID), "", false);

    @TempDir
    Path directory;

    final StringWriter said = new StringWriter();

    @Test
    void an_unknown_fault_is_refused_with_those_there_are_and_nothing_is_started() {
        assertThat(run("--faults", "kill-gateway,earthquake", "--directory", directory.toString())).isEqualTo(2);

        assertThat(said.toString()).contains("no such fault: earthquake", "kill-gateway", "lose-messages");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void an_earlier_history_that_broke_a_promise_is_reported_with_its_proof() throws IOException {
        assertThat(run("--check", file(SENT, ACCEPTED).toString())).isEqualTo(1);

        assertThat(said.toString()).contains("greeting was accepted and is not in the inbox of ann",
                "{\"fact\":\"PostSent\",\"at\":1", "FAILED: 1 losses, 0 duplicates");
    }

    @Test
    void an_earlier_history_that_kept_them_all_is_a_pass() throws IOException {
        RowFound row = new RowFound(3, "ann", 1, 1, UUID.randomUUID(), ID, "greeting", false, false);

        InboxFound inbox = new InboxFound(4, "ann", new InboxState(1, 1, 1, 1, ID, 0));

        assertThat(run("--check", file(SENT, ACCEPTED, row, inbox).toString())).isZero();
        assertThat(said.toString()).contains("PASSED: 0 losses, 0 duplicates, 0 broken promises");
    }

    private int run(String... arguments) {
        return new CommandLine(new VerifyCommand())
                .setOut(new PrintWriter(said)).setErr(new PrintWriter(said)).execute(arguments);
    }

    private Path file(Fact... facts) throws IOException {
        Path file = directory.resolve("history.ndjson");
        HistoryFile.write(new History(List.of(facts)), file);
        return file;
    }
}
