package dev.beckon.notification.inbox;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import dev.beckon.contracts.rules.Text;
import dev.beckon.contracts.rules.TextRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A field of a mention reaches the client: every file on its way names it. docs/architecture.md lists the files. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FieldsTest {

    static final Path MENTIONS = Path.of("../mention-service/src/main/resources/META-INF/openapi.yaml");
    static final Path INBOXES = Path.of("src/main/resources/META-INF/openapi.yaml");
    static final Path ASYNC = Path.of("../docs/api/asyncapi.yaml");
    static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** Recipients become rows, the id becomes {@code mention_id}, and the revision is the product's own affair. */
    static final Set<String> NOT_SHOWN = Set.of("id", "recipients", "revision");

    /** On the way to the table only. */
    static final Set<String> STORED = Set.of("expiresAt");
    static final Set<String> UNTIL_STORED = Set.of("the description of POST /mentions", "the description of records", "the table");

    @Test
    void every_field_of_a_mention_is_named_at_every_place_on_its_way() throws IOException {
        assertThat(missing(fields(MentionCreated.class))).isEmpty();
    }

    @Test
    void a_field_added_to_the_contract_alone_is_missed_everywhere_else() throws IOException {
        Set<String> fields = fields(MentionCreated.class);
        fields.add("addedLater");

        assertThat(missing(fields)).containsExactlyElementsOf(
                places().keySet().stream().map(place -> place + " lacks addedLater").toList());
    }

    @Test
    void the_records_within_a_mention_have_their_fields_in_every_description() throws IOException {
        for (JsonNode schema : List.of(schema(MENTIONS, "Mention").at("/properties/actor"), schema(ASYNC, "actor"),
                schema(INBOXES, "Notification").at("/properties/actor"))) {
            assertThat(names(schema)).isEqualTo(fields(Actor.class));
        }
        for (JsonNode schema : List.of(schema(MENTIONS, "Mention").at("/properties/source"), schema(ASYNC, "source"),
                schema(INBOXES, "Notification").at("/properties/source"))) {
            assertThat(names(schema)).isEqualTo(fields(Source.class));
        }
    }

    @Test
    void descriptions_have_the_lengths_of_the_rules() throws IOException {
        JsonNode mention = schema(MENTIONS, "Mention");
        assertLengths(MentionCreated.class, mention);
        assertLengths(Actor.class, mention.at("/properties/actor"));
        assertLengths(Source.class, mention.at("/properties/source"));
        assertLengths(MentionCreated.class, schema(ASYNC, "mentionCreated"));
        assertLengths(Actor.class, schema(ASYNC, "actor"));
        assertLengths(Source.class, schema(ASYNC, "source"));
        assertThat(mention.at("/properties/recipients/maxItems").intValue()).isEqualTo(Limits.RECIPIENTS_PER_MENTION);
        assertThat(schema(ASYNC, "mentionCreated").at("/properties/recipients/maxItems").intValue())
                .isEqualTo(Limits.RECIPIENTS_PER_RECORD);
        for (JsonNode schema : List.of(mention, schema(ASYNC, "mentionCreated"))) {
            assertThat(schema.at("/properties/kind/pattern").textValue()).isEqualTo("^" + TextRules.WORD_PATTERN + "$");
        }
    }

    @Test
    void every_value_but_id_and_time_makes_another_mention() {
        List<String> texts = List.of("actor", "name", "https://example.org/a.png", "recipient", "type", "source", "https://example.org",
                "title", "excerpt", "kind", "thread", "{\"data\":1}", "2999-01-01T00:00:00Z");

        List<String> contents = new MentionCreated(UUID.randomUUID(), new Actor(texts.get(0), texts.get(1), texts.get(2)),
                List.of(texts.get(3)), new Source(texts.get(4), texts.get(5), texts.get(6), texts.get(7)), texts.get(8), Instant.EPOCH,
                texts.get(9), texts.get(10), new ObjectMapper().createObjectNode().put("data", 1), Instant.parse(texts.get(12)), null)
                .contents();

        assertThat(contents).containsAll(texts);
    }

    private static void assertLengths(Class<? extends Record> type, JsonNode schema) {
        Arrays.stream(type.getDeclaredFields()).filter(field -> field.isAnnotationPresent(Text.class)).forEach(field -> {
            Text text = field.getAnnotation(Text.class);
            JsonNode property = schema.path("properties").path(nameInJson(field.getName(), field.getAnnotation(JsonProperty.class)));
            if (!property.has("$ref")) { // a user id: another test covers its form
                assertThat(property.path("maxLength").intValue()).as(type + " " + field.getName()).isEqualTo(text.max());
                assertThat(property.path("minLength").intValue()).as(type + " " + field.getName()).isEqualTo(1);
            }
        });
    }

    private static List<String> missing(Set<String> fields) throws IOException {
        List<String> missing = new ArrayList<>();
        places().forEach((place, named) -> fields.stream()
                .filter(field -> !NOT_SHOWN.contains(field) && (UNTIL_STORED.contains(place) || !STORED.contains(field)))
                .filter(field -> !named.contains(field) && !named.contains(snakeCase(field)))
                .forEach(field -> missing.add(place + " lacks " + field)));
        return missing;
    }

    private static Map<String, Set<String>> places() throws IOException {
        Map<String, Set<String>> places = new LinkedHashMap<>();
        places.put("the description of POST /mentions", names(schema(MENTIONS, "Mention")));
        places.put("the description of records", names(schema(ASYNC, "mentionCreated")));
        places.put("the table", words(migrations()));
        places.put("the mapping of a row", words(NotificationEntity.COLUMNS));
        places.put("Notification", fields(Notification.class));
        places.put("the description of inboxes", names(schema(INBOXES, "Notification")));
        places.put("the description of frames", names(schema(ASYNC, "notification")));
        return places;
    }

    private static Set<String> fields(Class<? extends Record> type) {
        return Arrays.stream(type.getDeclaredFields()).filter(field -> !java.lang.reflect.Modifier.isStatic(field.getModifiers()))
                .map(field -> nameInJson(field.getName(), field.getAnnotation(JsonProperty.class)))
                .collect(toCollection(TreeSet::new));
    }

    private static String nameInJson(String name, JsonProperty property) {
        return property == null ? name : property.value();
    }

    private static Set<String> names(JsonNode schema) {
        return schema.path("properties").propertyStream().map(Map.Entry::getKey).collect(toCollection(TreeSet::new));
    }

    private static JsonNode schema(Path description, String name) throws IOException {
        JsonNode schema = new YAMLMapper().readTree(description.toFile()).at("/components/schemas/" + name);
        assertThat(schema.isObject()).as(description + " " + name).isTrue();
        return schema;
    }

    private static Set<String> words(String text) {
        return Stream.of(text.split("\\W+")).collect(toCollection(TreeSet::new));
    }

    private static String migrations() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }
}
