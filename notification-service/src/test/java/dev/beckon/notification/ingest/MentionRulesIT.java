package dev.beckon.notification.ingest;

import static dev.beckon.notification.KafkaClient.json;
import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.DeadLetterHeaders;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Database;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sends the table of rules over Kafka. mention-service's test of the same name sends it over HTTP. */
@OnServers
class MentionRulesIT {

    static final Path TABLE = Path.of("../contracts/src/test/resources/mention-rules.txt");

    final KafkaClient kafka = new KafkaClient();

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void each_rule_holds_for_what_is_written_to_Kafka_in_the_words_of_HTTP() throws IOException {
        Map<UUID, String> expected = new LinkedHashMap<>();
        for (String line : Files.readAllLines(TABLE)) {
            if (!line.startsWith("#")) {
                String[] rule = line.split(" +=> +", 3);
                UUID id = UUID.randomUUID();
                expected.put(id, rule[2].equals("fine") ? "fine" : rule[0] + " " + rule[2]);
                kafka.send(id.toString(), with(id, rule[0], rule[1]).getBytes(UTF_8));
            }
        }

        soon().untilAsserted(() -> assertThat(kafka.lag()).isZero());
        Map<UUID, String> answers = new LinkedHashMap<>();
        expected.keySet().forEach(id -> answers.put(id, Database.count(
                "SELECT count(*) FROM notification WHERE mention_id = '%s'".formatted(id)) > 0 ? "fine" : "not stored"));
        kafka.deadLetters().stream().filter(letter -> letter.key() != null).forEach(letter -> expected.keySet().stream()
                .filter(id -> id.toString().equals(new String(letter.key(), UTF_8)))
                .forEach(id -> answers.put(id, new String(
                        Objects.requireNonNull(letter.headers().lastHeader(DeadLetterHeaders.REASON).value()), UTF_8))));
        assertThat(answers).containsExactlyEntriesOf(expected);
    }

    /** Inserts the value as text: our own writer would change half a surrogate pair. */
    private static String with(UUID id, String pointer, String value) throws IOException {
        MentionCreated any = Mentions.of(id, List.of("bob", "cleo"));
        JsonNode mention = new ObjectMapper().readTree(json(new MentionCreated(
                id, new Actor("ada", "Ada"), any.recipients(), any.source(), any.excerpt(), any.occurredAt())));
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
