package dev.beckon.mention;

import static dev.beckon.mention.Calls.mention;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends the table of rules over HTTP. notification-service's test of the same name sends it over Kafka. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionRulesIT {

    static final Path TABLE = Path.of("../contracts/src/test/resources/mention-rules.txt");
    static final String FINE = "fine";

    final ObjectMapper json = new ObjectMapper();
    DevKeys keys;

    static Stream<List<String>> rules() throws IOException {
        return Files.readAllLines(TABLE).stream().filter(line -> !line.startsWith("#"))
                .map(line -> List.of(line.split(" +=> +", 3)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void each_rule_holds_for_what_is_posted(List<String> rule) throws IOException {
        String pointer = rule.get(0);
        String body = with(pointer, rule.get(1));

        Response response = new Calls(keys).as("team-docs").body(body.getBytes(UTF_8)).post("/mentions");

        check(response, pointer, rule.get(2));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void each_rule_holds_for_an_edit_which_may_also_name_nobody(List<String> rule) throws IOException {
        String pointer = rule.get(0);
        String body = with(pointer, rule.get(1)).replaceFirst("\\{", "{\"revision\":1,");

        Response response = new Calls(keys).as("team-docs").body(body.getBytes(UTF_8)).put("/mentions/edited");

        check(response, pointer, rule.get(2).contains("nobody to tell") ? FINE : rule.get(2));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void each_rule_holds_for_the_data_of_an_event(List<String> rule) throws IOException {
        String pointer = rule.get(0);
        String body = CloudEventsIT.event(UUID.randomUUID().toString(), with(pointer, rule.get(1)));

        Response response = new Calls(keys).as("team-docs").contentType(CloudEvent.MEDIA_TYPE).body(body.getBytes(UTF_8)).post("/mentions");

        check(response, "/data" + pointer, rule.get(2));
    }

    private static void check(Response response, String pointer, String fault) {
        if (fault.equals(FINE)) {
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        } else {
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.jsonPath().getList("errors.pointer")).containsExactly(pointer);
            assertThat(response.jsonPath().getList("errors.detail")).containsExactly(fault);
        }
    }

    /** Inserts the value as text: our own writer would change half a surrogate pair. */
    private String with(String pointer, String value) throws IOException {
        JsonNode mention = json.readTree(mention("bob", "cleo"));
        int slash = pointer.lastIndexOf('/');
        String name = pointer.substring(slash + 1);
        switch (mention.at(pointer.substring(0, slash))) {
            case ObjectNode object -> object.put(name, "HERE");
            case ArrayNode array -> array.set(Integer.parseInt(name), "HERE");
            default -> throw new IllegalArgumentException(pointer);
        }
        return mention.toString().replace("\"HERE\"", value);
    }
}
