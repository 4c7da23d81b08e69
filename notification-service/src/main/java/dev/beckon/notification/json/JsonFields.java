package dev.beckon.notification.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.contracts.rules.TextRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object or array, read by type. Faults are collected, so that the sender learns of all of them
 * at once, and {@link #check} throws them; until then a faulty field reads as an empty value. Not thread-safe.
 */
public final class JsonFields {

    /** Enough to correct a form; more would only repeat the same mistake of 500 ids. */
    private static final int MAX_FAULTS = 20;

    private static final UUID NO_ID = new UUID(0, 0);

    private final JsonNode node;
    private final String pointer;
    private final List<FieldError> faults;

    JsonFields(JsonNode node) {
        this(node, "", new ArrayList<>());
    }

    private JsonFields(JsonNode node, String pointer, List<FieldError> faults) {
        this.node = node;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** @throws InvalidJsonException with all that was wrong so far, if anything was */
    public void check() throws InvalidJsonException {
        if (!faults.isEmpty()) {
            throw new InvalidJsonException(faults);
        }
    }

    /** For what people send: a misspelt field must not pass as an absent one. */
    public JsonFields only(String... known) {
        Set<String> names = Set.of(known);
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                fault("/" + name.replace("~", "~0").replace("/", "~1"), "is not a known field");
            }
        });
        return this;
    }

    public String userId(String name) {
        JsonNode field = node.path(name);
        if (!field.isTextual()) {
            fault("/" + name, field.isMissingNode() ? "is missing" : "is not a text");
            return "";
        }
        String wrong = TextRules.userId(field.textValue());
        if (wrong != null) {
            fault("/" + name, wrong);
        }
        return field.textValue();
    }

    public UUID uuid(String name) {
        return uuid("/" + name, node.path(name));
    }

    public @Nullable UUID optionalUuid(String name) {
        return isAbsent(name) ? null : uuid(name);
    }

    /** {@code null} if absent; a fault unless it is a whole number from 0. */
    public @Nullable Long optionalCount(String name) {
        if (isAbsent(name)) {
            return null;
        }
        JsonNode field = node.path(name);
        if (!field.isIntegralNumber() || !field.canConvertToLong() || field.longValue() < 0) {
            fault("/" + name, "is not a whole number from 0");
            return null;
        }
        return field.longValue();
    }

    public List<UUID> uuids(String name, int maxSize) {
        return elements(name, maxSize, element -> uuid(element.pointer, element.node));
    }

    /** The objects of this array. */
    public <T> List<T> objects(int maxSize, Function<JsonFields, T> read) {
        return elements("", node, maxSize, element -> {
            if (!element.node.isObject()) {
                fault(element.pointer, "is not an object");
            }
            return read.apply(new JsonFields(element.node, pointer + element.pointer, faults));
        });
    }

    private record Element(String pointer, JsonNode node) {}

    private <T> List<T> elements(String name, int maxSize, Function<Element, T> read) {
        return elements("/" + name, node.path(name), maxSize, read);
    }

    private <T> List<T> elements(String path, JsonNode array, int maxSize, Function<Element, T> read) {
        if (!array.isArray() || array.isEmpty() || array.size() > maxSize) {
            fault(path, array.isMissingNode() ? "is missing" : "is not a list of 1 to " + maxSize);
            return List.of();
        }
        List<T> values = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            values.add(read.apply(new Element(path + "/" + i, array.get(i))));
        }
        return values;
    }

    private UUID uuid(String path, JsonNode field) {
        try {
            UUID uuid = UUID.fromString(field.asText());
            if (field.isTextual() && uuid.toString().equalsIgnoreCase(field.textValue())) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // told below, with the texts that fromString accepts and that are no UUID
        }
        fault(path, field.isMissingNode() ? "is missing" : "is not a UUID");
        return NO_ID;
    }

    private boolean isAbsent(String name) {
        return node.path(name).isMissingNode() || node.path(name).isNull();
    }

    private void fault(String path, String detail) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(new FieldError(pointer + path, detail));
        }
    }
}
