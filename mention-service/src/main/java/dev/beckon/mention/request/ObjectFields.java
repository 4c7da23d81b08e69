package dev.beckon.mention.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object. A field that is missing, of the wrong type or against its rule is written to the
 * {@link Findings} and read as empty: what was read counts only once the findings turn out to be none.
 */
final class ObjectFields {

    private final JsonNode object;
    private final String pointer;
    private final Findings findings;

    private ObjectFields(JsonNode object, String pointer, Findings findings) {
        this.object = object;
        this.pointer = pointer;
        this.findings = findings;
    }

    /** @param known every field the object may have; others are findings */
    static ObjectFields of(JsonNode node, String pointer, Findings findings, List<String> known) {
        if (!node.isObject()) {
            findings.add(pointer, wrongType("an object", node));
            return new ObjectFields(MissingNode.getInstance(), pointer, new Findings()); // one finding is enough
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                findings.add(pointer + '/' + escape(name), "is not a known field; known are " + String.join(", ", known));
            }
        });
        return new ObjectFields(node, pointer, findings);
    }

    ObjectFields object(String name, List<String> known) {
        JsonNode node = required(name);
        return node.isMissingNode()
                ? new ObjectFields(node, at(name), new Findings())
                : of(node, at(name), findings, known);
    }

    /** @param rule what is wrong with the string, or {@code null} */
    String text(String name, Function<String, @Nullable String> rule) {
        JsonNode node = required(name);
        return node.isMissingNode() ? "" : text(node, at(name), rule);
    }

    /** @return the strings that are as they should be */
    List<String> texts(String name, int maxSize, Function<String, @Nullable String> rule) {
        JsonNode node = required(name);
        if (node.isMissingNode()) {
            return List.of();
        }
        if (!node.isArray()) {
            findings.add(at(name), wrongType("a list", node));
            return List.of();
        }
        if (node.isEmpty() || node.size() > maxSize) {
            findings.add(at(name), "must have 1 to %d entries, has %d".formatted(maxSize, node.size()));
            return List.of();
        }
        return IntStream.range(0, node.size())
                .mapToObj(i -> text(node.get(i), at(name) + '/' + i, rule))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    void finding(String name, String detail) {
        findings.add(at(name), detail);
    }

    private String text(JsonNode node, String at, Function<String, @Nullable String> rule) {
        String wrong = node.isTextual() ? rule.apply(node.textValue()) : wrongType("a string", node);
        if (wrong == null) {
            return node.textValue();
        }
        findings.add(at, wrong);
        return "";
    }

    /** @return missing if it is not there or {@code null}, which then is a finding */
    private JsonNode required(String name) {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            findings.add(at(name), "is required");
            return MissingNode.getInstance();
        }
        return node;
    }

    private String at(String name) {
        return pointer + '/' + name;
    }

    private static String wrongType(String expected, JsonNode node) {
        JsonNodeType type = node.getNodeType();
        return "must be %s, is %s".formatted(expected, switch (type) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "null";
            default -> "a " + type.name().toLowerCase(Locale.ROOT);
        });
    }

    /** RFC 6901 §3. */
    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
