package dev.beckon.mention.request;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.beckon.contracts.rules.Utf8;
import dev.beckon.mention.problems.ProblemException;
import dev.beckon.mention.problems.ProblemType;
import java.io.IOException;

/** Bytes to JSON, without the liberties parsers take: one value, nothing behind it, no field twice (RFC 8259 §4). */
final class StrictJson {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private StrictJson() {}

    /** @throws ProblemException if it is not JSON; says where and why */
    static JsonNode parse(byte[] body) {
        if (!Utf8.isText(body)) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, "Send the body as UTF-8.");
        }
        try {
            JsonNode json = READER.readTree(body);
            if (json.isMissingNode()) {
                throw new ProblemException(ProblemType.MALFORMED_JSON, "Send a body; this one is empty.");
            }
            return json;
        } catch (StreamConstraintsException e) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, "Nest less deeply, and use shorter names and numbers.", e);
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, reason(e) + position(e.getLocation()), e);
        } catch (IOException e) {
            // Bytes that are not UTF-8 come as CharConversionException, which is no JsonProcessingException.
            throw new ProblemException(ProblemType.MALFORMED_JSON, "Send the body as UTF-8.", e);
        }
    }

    /** Jackson's own words name its classes, and tell a client nothing about what to do. */
    private static String reason(JsonProcessingException failure) {
        if (failure instanceof JsonEOFException) {
            return "Send the whole body; it ends before the JSON does";
        }
        if (failure instanceof MismatchedInputException) {
            return "Send one JSON value; something follows it";
        }
        if (failure.getOriginalMessage().startsWith("Duplicate field")) {
            return "Give each field once; one comes twice";
        }
        return "Correct the JSON";
    }

    private static String position(JsonLocation location) {
        return ", at line %d, column %d.".formatted(location.getLineNr(), location.getColumnNr());
    }
}
