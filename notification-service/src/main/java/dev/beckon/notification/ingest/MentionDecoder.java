package dev.beckon.notification.ingest;

import dev.beckon.contracts.MentionCreated;
import dev.beckon.http.InvalidJsonException;
import dev.beckon.http.JsonBinder;
import jakarta.validation.Validator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a record's value into a mention that can be stored and shown, by the rules of {@code POST /mentions}. Unlike that
 * call it ignores unknown fields, which a later release may have written.
 */
final class MentionDecoder {

    private static final byte[] NOTHING = {};

    private final JsonBinder json;

    MentionDecoder(Validator validator) {
        this.json = JsonBinder.tolerant(validator);
    }

    /**
     * @param now the later one of the record's time and this machine's, so that a slow clock refuses no mention that
     *     mention-service has accepted
     * @throws InvalidJsonException with all errors of the record
     */
    MentionCreated decode(byte @Nullable [] value, Instant now) throws InvalidJsonException {
        return json.object(value == null ? NOTHING : value, MentionCreated.class, MentionCreated.Recorded.class, now).normalized();
    }
}
