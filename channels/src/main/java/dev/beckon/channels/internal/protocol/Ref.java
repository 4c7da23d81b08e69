package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * A {@code ref} or {@code join_ref} as the client wrote it. Phoenix echoes any JSON scalar and compares type and value:
 * {@code 5} is not {@code "5"}. Therefore the record keeps the scalar's JSON text.
 *
 * @param json a JSON string, number or boolean, such as {@code "5"} with its quotes
 */
public record Ref(@JsonValue @JsonRawValue String json) {

    /** The ref of a binary frame, where refs are plain text. */
    static Ref ofText(String text) {
        return new Ref('"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"');
    }
}
