package dev.beckon.mention;

import static dev.beckon.mention.Calls.ids;
import static dev.beckon.mention.Calls.mention;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Limits;
import dev.beckon.nativerules.UnregisteredTypes;
import dev.beckon.testservers.ServiceManagement;
import dev.beckon.testservers.tokens.DevKeys;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Metrics for operators, and the API description for callers. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OperationsIT {

    @Inject
    ObjectMapper json;

    DevKeys keys;
    Calls calls;

    @BeforeEach
    void calls() {
        calls = new Calls(keys);
    }

    @Test
    void what_no_native_executable_could_write_is_refused_in_these_tests() {
        assertThat(json.getRegisteredModuleIds()).contains(UnregisteredTypes.class.getName());
    }

    @Test
    void accepted_mentions_are_counted_one_by_one_and_timed_by_call() {
        double accepted = metric("beckon_mentions_accepted_total");
        double acknowledged = metric("beckon_mentions_acknowledgement_seconds_count");

        ids(calls.post("[%s,%s]".formatted(mention("bob"), mention("cleo"))));

        assertThat(metric("beckon_mentions_accepted_total")).isEqualTo(accepted + 2);
        assertThat(metric("beckon_mentions_acknowledgement_seconds_count")).isEqualTo(acknowledged + 1);
    }

    @Test
    void refusals_are_counted_by_problem() {
        String refused = "beckon_mentions_refused_total{problem=\"malformed-json\"}";
        double before = metric(refused);

        calls.post("{").then().statusCode(400);

        assertThat(metric(refused)).isEqualTo(before + 1);
    }

    @Test
    void the_description_names_the_limits_that_hold() throws Exception {
        JsonNode mention = description().at("/components/schemas/Mention/properties");

        assertThat(mention.at("/actor/properties/name/maxLength").intValue()).isEqualTo(Limits.NAME_LENGTH);
        assertThat(mention.at("/source/properties/type/maxLength").intValue()).isEqualTo(Limits.SOURCE_TYPE_LENGTH);
        assertThat(mention.at("/source/properties/id/maxLength").intValue()).isEqualTo(Limits.SOURCE_ID_LENGTH);
        assertThat(mention.at("/source/properties/url/maxLength").intValue()).isEqualTo(Limits.URL_LENGTH);
        assertThat(mention.at("/source/properties/title/maxLength").intValue()).isEqualTo(Limits.TITLE_LENGTH);
        assertThat(mention.at("/excerpt/maxLength").intValue()).isEqualTo(Limits.EXCERPT_LENGTH);
    }

    @Test
    void the_examples_of_the_description_are_accepted() throws Exception {
        JsonNode examples = description().at("/paths/~1mentions/post/requestBody/content/application~1json/examples");

        assertThat(examples).hasSize(2);
        examples.forEach(example -> ids(calls.post(example.path("value").toString())));
        ids(calls.put("comment-4711", description()
                .at("/paths/~1mentions~1{key}/put/requestBody/content/application~1json/examples/edit/value").toString()));
    }

    static JsonNode description() throws Exception {
        return new ObjectMapper().readTree(given().accept("application/json").get("/q/openapi?format=JSON").asString());
    }

    /** @return 0 if the metric is absent */
    static double metric(String name) {
        return ServiceManagement.get("/q/metrics").asString().lines()
                .filter(line -> line.startsWith(name + ' ') || line.startsWith(name + '{'))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
