package dev.beckon.mention;

import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Identifies repetitions of one call. The caller chooses it; if the caller sent none, the service does. */
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern VALID = Pattern.compile(MentionKey.PATTERN);

    /**
     * @param headers the request's values of {@link #HEADER}
     * @throws ProblemException if there are several, or one is invalid
     */
    static IdempotencyKey of(List<String> headers) {
        return switch (headers.size()) {
            case 0 -> new IdempotencyKey(fresh(System.currentTimeMillis()).toString());
            case 1 -> new IdempotencyKey(valid(headers.getFirst()));
            default -> throw invalid("Send one key; there are several.");
        };
    }

    /**
     * The key of a mention in its own address.
     *
     * @throws ProblemException if it is invalid
     */
    static IdempotencyKey inPath(String key) {
        return new IdempotencyKey(valid(key));
    }

    /**
     * A UUIDv7 (RFC 9562 §5.7), made from the JDK's own random UUID: a native executable would contain a generator in a static
     * field, with one state for all its processes, and the native build refuses it.
     */
    static UUID fresh(long nowMillis) {
        UUID random = UUID.randomUUID();
        long timeAndVersion = nowMillis << 16 | 0x7000;
        return new UUID(timeAndVersion | random.getMostSignificantBits() & 0x0FFF, random.getLeastSignificantBits());
    }

    private static String valid(String key) {
        if (!VALID.matcher(key).matches()) {
            throw invalid("Use 1 to 200 visible ASCII characters without spaces, such as a UUID.");
        }
        return key;
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_IDEMPOTENCY_KEY, detail);
    }
}
