package dev.beckon.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionListsTest {

    final MentionLists lists = new MentionLists("u", 10, 3, 4);

    @Test
    void each_mention_names_as_many_different_users_as_asked() throws IOException {
        JsonNode body = new ObjectMapper().readTree(lists.body(7, 42));

        assertThat(body).hasSize(3).allSatisfy(mention -> {
            Set<String> recipients = new HashSet<>();
            mention.get("recipients").forEach(one -> recipients.add(one.asText()));
            assertThat(recipients).hasSize(4).allMatch(user -> user.matches("u[0-9]"));
        });
        assertThat(lists.notifications()).isEqualTo(12);
    }

    @Test
    void the_excerpt_says_when_the_mention_was_due() throws IOException {
        JsonNode mention = new ObjectMapper().readTree(MentionLists.mention(1, "\"bob\"", 42, "2026-01-31T12:00:00Z"));

        assertThat(due("[null,null,\"t\",\"new_notification\",{\"notification\":" + mention + "}]")).isEqualTo(42);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            {"excerpt":"0000000000000000042"}     | 42
            {"excerpt":"0000000000000000042       | 42
            {"excerpt":"000000000000000004        | -1
            {"excerpt":"look at this, will you?"} | -1
            {"unread":1}                          | -1
            """)
    void frames_and_what_is_found_in_them(String frame, long due) {
        assertThat(due(frame)).isEqualTo(due);
    }

    private static long due(String frame) {
        return MentionLists.due(ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)), 0);
    }
}
