package dev.beckon.systemtests;

import static dev.beckon.testservers.Await.AFTER_RESTART;
import static dev.beckon.testservers.Await.SOON;
import static dev.beckon.testservers.Await.soon;
import static dev.beckon.testservers.Await.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.Notification;
import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.EmitterLanguage;
import dev.beckon.systemtests.stack.EmitterProgram;
import dev.beckon.systemtests.stack.Outages.Outage;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every language's program in {@code examples/emitters} passes the table of cases there. */
@SystemTest
class EmitterCasesIT {

    private static final Path CASES = Path.of("../examples/emitters/cases.json");
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)\\}");

    final Beckon beckon;

    EmitterCasesIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @TestFactory
    Stream<DynamicTest> in_Java() throws IOException {
        return cases(EmitterLanguage.JAVA);
    }

    @TestFactory
    Stream<DynamicTest> in_Node() throws IOException {
        return cases(EmitterLanguage.NODE);
    }

    @TestFactory
    Stream<DynamicTest> in_Python() throws IOException {
        return cases(EmitterLanguage.PYTHON);
    }

    @TestFactory
    Stream<DynamicTest> in_Go() throws IOException {
        return cases(EmitterLanguage.GO);
    }

    private Stream<DynamicTest> cases(EmitterLanguage language) throws IOException {
        assumeTrue(language.isInstalled(), () -> language + " is not installed on this machine: its program is not tested");
        JsonNode table = Json.tree(Files.readString(CASES));
        EmitterProgram shared = beckon.emitterProgram(language);
        return StreamSupport.stream(table.path("cases").spliterator(), false).map(one -> dynamicTest(one.path("name").asText(), () -> {
            // A program that has a valid token does not look for another.
            EmitterProgram program = one.findValue("token") == null ? shared : beckon.emitterProgram(language);
            run(program, table.path("template"), one);
        }));
    }

    private void run(EmitterProgram program, JsonNode template, JsonNode one) throws Exception {
        Map<String, String> names = new HashMap<>();
        JsonNode filled = Json.tree(NAME.matcher(one.toString()).replaceAll(
                name -> names.computeIfAbsent(name.group(1), beckon::user)));
        String time = Instant.now().toString();
        filled.findValues("mention").forEach(mention -> complete(mention, template, time));
        filled.findValues("mentions").forEach(list -> list.forEach(mention -> complete(mention, template, time)));
        JsonNode before = null;
        for (JsonNode step : filled.path("steps")) {
            before = take(program, step, before);
        }
        Duration patience = filled.toString().contains("without-kafka") ? AFTER_RESTART : SOON;
        for (Map.Entry<String, JsonNode> inbox : filled.path("inbox").properties()) {
            within(patience).untilAsserted(() -> assertThat(beckon.inboxes().notifications(inbox.getKey())).extracting(
                    Notification::excerpt).containsExactlyElementsOf(Json.list(inbox.getValue(), String.class)));
        }
    }

    private static void complete(JsonNode mention, JsonNode template, String time) {
        if (mention.has("recipients") && mention.has("excerpt")) { // and not the status of one
            template.properties().forEach(field -> ((ObjectNode) mention).putIfAbsent(field.getKey(), field.getValue()));
            ((ObjectNode) mention).put("occurredAt", time);
        }
    }

    /** @return what the step's program printed */
    private JsonNode take(EmitterProgram program, JsonNode step, JsonNode before) throws Exception {
        JsonNode call = step.path("call");
        if (step.has("token")) {
            program.useToken(step.path("token").asText().equals("valid"));
        }
        if (step.has("until")) {
            soon().untilAsserted(() -> assertMatches(program.call(call), step.path("until"), null));
            return before;
        }
        JsonNode outcome = switch (step.path("fault").asText()) {
            case "" -> program.call(call);
            case "drop-answer" -> {
                program.dropNextAnswer();
                JsonNode found = program.call(call);
                assertThat(program.isToDropAnAnswer()).as("no answer was dropped").isFalse();
                yield found;
            }
            case "without-kafka" -> withoutKafka(program, call);
            default -> throw new AssertionError("no such fault: " + step);
        };
        assertMatches(outcome, step.path("expect"), before);
        return outcome;
    }

    private JsonNode withoutKafka(EmitterProgram program, JsonNode call) throws InterruptedException {
        Outage outage = beckon.outages().kafka();
        CompletableFuture<Void> over = new CompletableFuture<>();
        program.whenUnavailable(() -> over.completeAsync(() -> {
            outage.close();
            return null;
        }));
        try {
            return program.call(call);
        } finally {
            if (!over.isDone()) {
                outage.close();
            }
            assertThat(over).as("the service answered 503").isCompleted();
        }
    }

    /** Objects may have more fields, lists more elements. */
    private static void assertMatches(JsonNode found, JsonNode expected, JsonNode before) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            JsonNode value = found.path(field.getKey());
            JsonNode wanted = field.getValue();
            if (field.getKey().equals("ids")) {
                assertThat(value).as(found.toString()).hasSize(wanted.isInt() ? wanted.asInt() : before.path("ids").size());
                if (!wanted.isInt()) {
                    assertThat(value).isEqualTo(before.path("ids"));
                }
            } else if (wanted.isObject()) {
                assertMatches(value, wanted, before);
            } else if (wanted.isArray()) {
                wanted.forEach(element -> assertThat(value).as(found.toString()).anySatisfy(one -> assertMatches(one, element, before)));
            } else {
                assertThat(value).as("%s of %s", field.getKey(), found).isEqualTo(wanted);
            }
        }
        assertThat(found.isMissingNode()).as("missing: " + expected).isFalse();
    }
}
