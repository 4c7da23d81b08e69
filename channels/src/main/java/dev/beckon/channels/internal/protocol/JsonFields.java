package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Code that both JSON versions share: strict reading, compact writing, and the rules for refs and names. */
final class JsonFields {

    private final ObjectWriter compact;
    private final ObjectReader strict;

    JsonFields(ObjectMapper json) {
        JsonFactory factory = json.getFactory().copy()
                .setRecyclerPool(JsonRecyclerPools.threadLocalPool()); // Vert.x's pool first checks whether the thread is a virtual one
        this.compact = json.writer().with(factory).without(SerializationFeature.INDENT_OUTPUT);
        this.strict = json.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).with(factory);
    }

    /** The payload of every reply. */
    record ReplyPayload(String status, Object response) {

        static ReplyPayload of(Status status, Object response) {
            return new ReplyPayload(status.name().toLowerCase(Locale.ROOT), response);
        }
    }

    JsonNode read(String text) throws MalformedFrameException {
        try {
            return strict.readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedFrameException("not JSON");
        }
    }

    /** {@link ReplyPayload} as JSON text. */
    String reply(Status status, Object response) {
        return "{\"status\":\"" + (status == Status.OK ? "ok" : "error") + "\",\"response\":" + write(response) + '}';
    }

    /** @throws IllegalArgumentException if Jackson cannot write it */
    String write(Object value) {
        if (value instanceof RawJson(var text)) {
            return text;
        }
        try {
            return compact.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a payload of ours cannot be written as JSON", e);
        }
    }

    /** Appends {@code text} as a JSON string. */
    static void quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }

    static @Nullable Ref ref(JsonNode ref, String name) throws MalformedFrameException {
        if (ref.isNull()) {
            return null;
        }
        if (!ref.isValueNode() || isInfinite(ref)) {
            throw new MalformedFrameException(name + " is not a scalar");
        }
        return new Ref(ref.toString());
    }

    static String text(JsonNode field, String name) throws MalformedFrameException {
        if (!field.isTextual()) {
            throw new MalformedFrameException(name + " is not a string");
        }
        return field.textValue();
    }

    /** 1e999 is JSON, but Java reads it as infinity. */
    private static boolean isInfinite(JsonNode ref) {
        return ref.isDouble() && Double.isInfinite(ref.doubleValue());
    }
}
