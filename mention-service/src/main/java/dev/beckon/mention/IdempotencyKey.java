package dev.beckon.mention;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import dev.beckon.mention.problems.ProblemException;
import dev.beckon.mention.problems.ProblemType;
import java.util.List;
import java.util.regex.Pattern;

/** What makes a repeated call the same call: chosen by the caller or, if it sent none, by us. */
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    /** Visible ASCII: what every HTTP client and proxy passes on unchanged (RFC 9110 §5.5). */
    static final String PATTERN = "[!-~]{1,200}";

    private static final Pattern VALID = Pattern.compile(PATTERN);

    /**
     * @param headers the request's values of {@link #HEADER}
     * @throws ProblemException if there are several, or one that is not valid
     */
    static IdempotencyKey of(List<String> headers) {
        return switch (headers.size()) {
            case 0 -> new IdempotencyKey(Fresh.KEYS.generate().toString());
            case 1 -> new IdempotencyKey(valid(headers.getFirst()));
            default -> throw invalid("Send one key; there are several.");
        };
    }

    /** Made when the first key is needed: a native executable may not hold a random generator that its build has made. */
    private static final class Fresh {
        private static final NoArgGenerator KEYS = Generators.timeBasedEpochRandomGenerator();
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
