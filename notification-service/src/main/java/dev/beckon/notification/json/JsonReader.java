package dev.beckon.notification.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.contracts.rules.Utf8;
import java.io.IOException;
import java.util.List;

/** Bytes to a JSON tree: exactly one document, no key twice, no depth that could exhaust the stack. Thread-safe. */
public final class JsonReader {

    private static final int MAX_DEPTH = 16;

    private static final ObjectReader STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private JsonReader() {}

    /** @throws InvalidJsonException if {@code bytes} are not one JSON object; malformed if they are no JSON at all */
    public static JsonFields object(byte[] bytes) throws InvalidJsonException {
        JsonNode root = tree(bytes);
        if (!root.isObject()) {
            throw fault("is not a JSON object");
        }
        return new JsonFields(root);
    }

    /** @throws InvalidJsonException if {@code bytes} are not one JSON array; malformed if they are no JSON at all */
    public static JsonFields array(byte[] bytes) throws InvalidJsonException {
        JsonNode root = tree(bytes);
        if (!root.isArray()) {
            throw fault("is not a JSON array");
        }
        return new JsonFields(root);
    }

    /** @throws MalformedJsonException if {@code bytes} are not one JSON value */
    public static JsonNode tree(byte[] bytes) throws MalformedJsonException {
        if (!Utf8.isText(bytes)) {
            throw new MalformedJsonException("is not UTF-8 text");
        }
        JsonNode root;
        try {
            root = STRICT.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(e.getLocation() == null
                    ? "is not JSON"
                    : "is not JSON at byte " + e.getLocation().getByteOffset());
        } catch (IOException e) {
            throw new MalformedJsonException("is not UTF-8 text");
        }
        if (root.isMissingNode()) {
            throw new MalformedJsonException("is empty");
        }
        return root;
    }

    private static InvalidJsonException fault(String detail) {
        return new InvalidJsonException(List.of(new FieldError("", detail)));
    }
}
