package dev.beckon.contracts.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object. A field that is missing, of the wrong type or against its rule is written to the
 * {@link Findings} and read as empty: what was read counts only once the findings turn out to be none.
 */
public final class ObjectFields {

    private static final UUID NO_ID = new UUID(0, 0);

    /** Whether a field that nobody knows is a finding. */
    private enum Unknown { REFUSED, PASSED_OVER }

    private final JsonNode object;
    private final String pointer;
    private final Findings findings;
    private final Unknown unknown;

    private ObjectFields(JsonNode object, String pointer, Findings findings, Unknown unknown) {
        this.object = object;
        this.pointer = pointer;
        this.findings = findings;
        this.unknown = unknown;
    }

    /**
     * For what people send: a misspelt field must not pass as an absent one.
     *
     * @param known every field the object may have; others, here and in the objects in it, are findings
     */
    public static ObjectFields strict(JsonNode node, String pointer, Findings findings, List<String> known) {
        return of(node, pointer, findings, Unknown.REFUSED, known);
    }

    /** For what a later release may have written: fields that are not known are passed over. */
    public static ObjectFields tolerant(JsonNode node, String pointer, Findings findings) {
        return of(node, pointer, findings, Unknown.PASSED_OVER, List.of());
    }

    private static ObjectFields of(JsonNode node, String pointer, Findings findings, Unknown unknown, List<String> known) {
        if (!node.isObject()) {
            findings.add(pointer, wrongType("an object", node));
            return new ObjectFields(MissingNode.getInstance(), pointer, new Findings(), unknown); // one finding is enough
        }
        node.fieldNames().forEachRemaining(name -> {
            if (unknown == Unknown.REFUSED && !known.contains(name)) {
                findings.add(pointer + '/' + escape(name), "is not a known field; known are " + String.join(", ", known));
            }
        });
        return new ObjectFields(node, pointer, findings, unknown);
    }

    public ObjectFields object(String name, List<String> known) {
        JsonNode node = required(name);
        return node.isMissingNode()
                ? new ObjectFields(node, at(name), new Findings(), unknown)
                : of(node, at(name), findings, unknown, known);
    }

    /** @param rule what is wrong with the string, or {@code null} */
    public String text(String name, Function<String, @Nullable String> rule) {
        JsonNode node = required(name);
        return node.isMissingNode() ? "" : text(node, at(name), rule);
    }

    /** @return the strings that are as they should be */
    public List<String> texts(String name, int maxSize, Function<String, @Nullable String> rule) {
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

    public UUID uuid(String name) {
        String text = text(name, t -> isUuid(t) ? null : "must be a UUID");
        return text.isEmpty() ? NO_ID : UUID.fromString(text);
    }

    public void finding(String name, String detail) {
        findings.add(at(name), detail);
    }

    /** {@link UUID#fromString} also takes texts that are none, such as {@code 1-1-1-1-1}. */
    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
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
