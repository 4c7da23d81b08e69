package dev.beckon.channels;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A payload that is JSON already; the library sends it unchanged.
 *
 * @param text one compact JSON object
 */
public record RawJson(@JsonValue @JsonRawValue String text) implements Payload {

    public static final RawJson EMPTY = new RawJson("{}");
}
