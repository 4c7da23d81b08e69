package dev.beckon.mention.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionRequestTest {

    @ParameterizedTest(name = "{0} recipients are {1} parts, the last of {2}")
    @CsvSource({"1, 1, 1", "500, 1, 500", "501, 2, 1", "1000, 2, 500", "2000, 4, 500"})
    void a_large_audience_is_split_without_losing_anybody(int recipients, int parts, int last) {
        UUID id = UUID.randomUUID();
        List<String> users = IntStream.range(0, recipients).mapToObj(i -> "user-" + i).toList();

        List<MentionCreated> split = new MentionRequest(
                new Actor("ada", "Ada"), users, new Source("t", "i", "u", "t"), "x", Instant.EPOCH).split(id);

        assertThat(split).hasSize(parts).allMatch(part -> part.id().equals(id));
        assertThat(split.getLast().recipients()).hasSize(last);
        assertThat(split.stream().flatMap(part -> part.recipients().stream())).containsExactlyElementsOf(users);
    }
}
