package dev.beckon.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.beckon.contracts.rules.Checked;
import dev.beckon.contracts.rules.Utf8;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.groups.Default;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Binds JSON to records and validates them. Jackson refuses bytes that are not one UTF-8 document with every field once. The
 * binder collects all other faults, of types and of values, and names them by JSON Pointer (RFC 6901). Thread-safe.
 */
public final class JsonBinder {

    private final JsonMapper json;
    private final Validator validator;

    private JsonBinder(Validator validator, boolean refuseUnknown) {
        this.json = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .addModule(new CollectingModule(refuseUnknown))
                .build();
        this.validator = validator;
    }

    /** For documents that people send: a misspelt field must not pass as an absent one. */
    public static JsonBinder strict(Validator validator) {
        return new JsonBinder(validator, true);
    }

    /** For documents that a later release may have written: ignores unknown fields. */
    public static JsonBinder tolerant(Validator validator) {
        return new JsonBinder(validator, false);
    }

    /**
     * A document that is a list.
     *
     * @param group the validation group
     * @param entries the entries' name in findings
     * @param orOne whether a single entry may come without a list around it
     */
    public record ListOf<T>(Class<T> type, Class<?> group, int max, String entries, boolean orOne) {}

    /**
     * @param group the validation group, {@link Default} where a type has one set of rules
     * @param now for rules about time
     */
    public <T> T object(byte[] bytes, Class<T> type, Class<?> group, Instant now) throws InvalidJsonException {
        Findings findings = new Findings();
        Object value = bind(bytes, findings, _ -> json.constructType(type));
        validate(value, group, "", findings, now);
        findings.check();
        return Objects.requireNonNull(type.cast(value)); // if it is null, there is a finding and this line is not reached
    }

    public <T> List<T> list(byte[] bytes, ListOf<T> form, Instant now) throws InvalidJsonException {
        Findings findings = new Findings();
        JavaType type = json.constructType(form.type());
        Object value = bind(bytes, findings, first -> form.orOne() && first != JsonToken.START_ARRAY
                ? type
                : json.getTypeFactory().constructCollectionType(List.class, type));
        if (!(value instanceof List<?> values)) {
            validate(value, form.group(), "", findings, now);
            findings.check();
            return List.of(form.type().cast(value));
        }
        if (values.isEmpty() || values.size() > form.max()) {
            findings = new Findings(); // faults of the entries do not matter any more
            findings.add("", "must have 1 to %d %s, has %d".formatted(form.max(), form.entries(), values.size()));
        } else {
            for (int i = 0; i < values.size(); i++) {
                validate(values.get(i), form.group(), "/" + i, findings, now);
            }
        }
        findings.check();
        return values.stream().map(form.type()::cast).toList();
    }

    /** @return {@code null} if the document has the wrong type, which then is a finding */
    private @Nullable Object bind(byte[] bytes, Findings findings, Function<JsonToken, JavaType> type) throws InvalidJsonException {
        if (!Utf8.isText(bytes)) {
            throw new InvalidJsonException("is not UTF-8 text", "Send the body as UTF-8.");
        }
        try (JsonParser parser = json.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new InvalidJsonException("is empty", "Send a body; this one is empty.");
            }
            Object value = json.readerFor(type.apply(first)).withAttribute(Findings.class, findings).readValue(parser);
            if (parser.nextToken() != null) {
                throw malformed("Send one JSON value; something follows it", parser.currentTokenLocation());
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) { // bytes that are not UTF-8 come as CharConversionException, which is no JsonProcessingException
            throw new InvalidJsonException("is not UTF-8 text", "Send the body as UTF-8.");
        }
    }

    private void validate(@Nullable Object value, Class<?> group, String at, Findings findings, Instant now) {
        if (value == null) {
            return;
        }
        Set<ConstraintViolation<Object>> violations = validator.validate(value, group);
        if (!violations.isEmpty()) {
            Map<String, String> sorted = new TreeMap<>();
            violations.forEach(violation -> sorted.putIfAbsent(pointer(violation), violation.getMessage()));
            sorted.forEach((pointer, detail) -> findings.add(at + pointer, detail));
        }
        if (value instanceof Checked checked) {
            checked.check(now, (field, detail) -> findings.add(at + "/" + field, detail));
        }
    }

    private String pointer(ConstraintViolation<?> violation) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(nameInJson(violation.getLeafBean(), node.getName()));
            }
        }
        return pointer.toString();
    }

    /** The validator names components of records, which may have another name in JSON. */
    private String nameInJson(Object bean, String component) {
        return json.getSerializationConfig().introspect(json.constructType(bean.getClass())).findProperties().stream()
                .filter(property -> property.getInternalName().equals(component)).map(BeanPropertyDefinition::getName)
                .findAny().orElse(component);
    }

    private static InvalidJsonException malformed(JsonProcessingException failure) {
        JsonProcessingException first = failure;
        // databind wraps the parser's exceptions within an object
        while (first.getCause() instanceof JsonProcessingException cause) {
            first = cause;
        }
        return first instanceof StreamConstraintsException
                ? new InvalidJsonException(place("is not JSON", first.getLocation()),
                        "Nest less deeply, and use shorter names and numbers.")
                : malformed(reason(first), first.getLocation());
    }

    /** Replaces Jackson's messages, which name its classes and give a client no advice. */
    private static String reason(JsonProcessingException failure) {
        if (failure instanceof JsonEOFException) {
            return "Send the whole body; it ends before the JSON does";
        }
        return failure.getOriginalMessage().startsWith("Duplicate ")
                ? "Give each field once; one comes twice"
                : "Correct the JSON";
    }

    private static InvalidJsonException malformed(String advice, JsonLocation location) {
        return new InvalidJsonException(place("is not JSON", location),
                "%s, at line %d, column %d.".formatted(advice, location.getLineNr(), location.getColumnNr()));
    }

    private static String place(String fault, @Nullable JsonLocation location) {
        return location == null ? fault : "%s at byte %d".formatted(fault, location.getByteOffset());
    }
}
