package dev.beckon.verify.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.contracts.InboxState;
import dev.beckon.testclients.Json;
import dev.beckon.verify.history.Fact.AccessRevoked;
import dev.beckon.verify.history.Fact.AccessRevokedAccepted;
import dev.beckon.verify.history.Fact.ActedBy;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.Erased;
import dev.beckon.verify.history.Fact.Erasing;
import dev.beckon.verify.history.Fact.Expires;
import dev.beckon.verify.history.Fact.FaultEnded;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.Fact.RevisionAnswered;
import dev.beckon.verify.history.Fact.RevisionSent;
import dev.beckon.verify.history.Fact.RevisionUnclear;
import dev.beckon.verify.history.Fact.RevisionWritten;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.Fact.RowFound.Mark;
import dev.beckon.verify.history.Fact.TextFound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HistoryFileTest {

    @TempDir
    Path directory;

    @Test
    void what_is_written_is_read_again() throws IOException {
        UUID id = UUID.randomUUID();
        History history = new History(List.of(
                new PostSent(1, 7, "key", List.of("a", "b"), true),
                new PostAnswered(2, 7, "key", 202, List.of(id), "", false),
                new RecordWritten(3, "key", "again", List.of("a"), RecordWritten.Kind.REPEATED),
                new RevisionSent(3, 8, "key", 1, "key~1", List.of("a"), true),
                new RevisionAnswered(3, 8, "key", 1, 202, List.of(id), "", false),
                new RevisionSent(3, 9, "key", 2, null, List.of(), true),
                new RevisionUnclear(3, 9, "key", 2, "timed out"),
                new RevisionWritten(3, 10, "key", 2, id),
                new AccessRevoked(3, 12, "key", "bob"),
                new AccessRevokedAccepted(3, 12, "key", "bob"),
                new Expires(3, "key", 5_000),
                new ActedBy(3, "key", "gil"),
                new Erasing(3, 13, "gil"),
                new Erased(3, 13, "gil"),
                new Pushed(4, "a/1", "a", "new_notification", Json.asTree(Map.of("rev", 3))),
                new FaultEnded(5, "cut", "gateway-1 to redis"),
                new InboxFound(6, "a", new InboxState(1, 1, 1, 1, id, 0)),
                new InboxFound(6, "b", new InboxState(1, 1, 1, 1, id, 0), 7L),
                new RowFound(7, "a", 1, 1, id, id, "key", false, true),
                new RowFound(7, "b", 1, 1, id, id, "", false, true, "note 7", "thread 7", Set.of(Mark.RETRACTED)),
                new TextFound(7, "mention", "key~1"),
                new DeviceFound(8, "a/1", "a")));
        Path file = directory.resolve("folder/history.ndjson");

        HistoryFile.write(history, file);

        assertThat(HistoryFile.read(file)).isEqualTo(history);
        assertThat(Files.readAllLines(file)).hasSize(22).first().asString().startsWith("{\"fact\":\"PostSent\",\"at\":1,");
    }

    @Test
    void a_row_and_an_inbox_of_an_earlier_release_are_read_without_what_they_lack() throws IOException {
        UUID id = UUID.randomUUID();
        Path file = Files.writeString(directory.resolve("history.ndjson"), """
                {"fact":"RowFound","at":1,"user":"a","seq":2,"rev":3,"id":"%1$s","mention":"%1$s","key":"k","readItself":true,"archived":false}
                {"fact":"InboxFound","at":4,"user":"a","state":{"unread":1,"unseen":1,"seq":2,"rev":3,"epoch":"%1$s","read_up_to":0}}
                """.formatted(id));

        assertThat(HistoryFile.read(file).facts()).containsExactly(new RowFound(1, "a", 2, 3, id, id, "k", true, false),
                new InboxFound(4, "a", new InboxState(1, 1, 2, 3, id, 0)));
    }

    @Test
    void a_line_that_is_no_fact_is_refused() throws IOException {
        Path file = Files.writeString(directory.resolve("history.ndjson"), "{\"fact\":\"Rumour\",\"at\":1}\n");

        assertThatThrownBy(() -> HistoryFile.read(file))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Rumour");
    }
}
