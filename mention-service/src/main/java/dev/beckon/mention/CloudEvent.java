package dev.beckon.mention;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.rules.Checked;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.contracts.rules.Text;
import dev.beckon.contracts.rules.TextRules;
import dev.beckon.http.ProblemException;
import dev.beckon.http.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A posted mention as the data of an event (CloudEvents 1.0.2, JSON event format). The event's other attributes are ignored, since
 * anybody may add extensions; unknown fields of the mention are refused.
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record CloudEvent(String specversion, @Text(max = MAX_ID) String id, @Text(max = MAX_SOURCE) String source, String type,
        @Nullable String datacontenttype, @NotNull(message = TextRules.REQUIRED) @Valid MentionCreated data) implements Checked {

    static final String MEDIA_TYPE = "application/cloudevents+json";
    static final String BATCH_MEDIA_TYPE = "application/cloudevents-batch+json";
    static final String TYPE = "dev.beckon.mention.v1";

    private static final String SPECVERSION = "1.0";
    private static final String JSON = "application/json";
    private static final int MAX_ID = 200;
    private static final int MAX_SOURCE = 2_000;

    /** Stands in no URI-reference (RFC 3986 §2), so that two events never make one key. */
    private static final String BAR = "|";

    @Override
    public void check(Instant now, BiConsumer<String, String> finding) {
        require("specversion", specversion, SPECVERSION, finding);
        require("type", type, TYPE, finding);
        if (datacontenttype != null) {
            require("datacontenttype", datacontenttype, JSON, finding);
        }
        if (data != null) {
            data.check(now, (field, detail) -> finding.accept("data/" + field, detail));
        }
    }

    private static void require(String field, @Nullable String value, String expected, BiConsumer<String, String> finding) {
        if (value == null) {
            finding.accept(field, TextRules.REQUIRED);
        } else if (!value.equals(expected)) {
            finding.accept(field, "must be " + expected);
        }
    }

    /**
     * What identifies the event for its producer, if the call has no key of its own.
     *
     * @throws ProblemException if it is no key
     */
    IdempotencyKey key() {
        String key = source + BAR + id;
        if (source.contains(BAR) || !key.matches(MentionKey.PATTERN)) {
            throw new ProblemException(ProblemType.INVALID_IDEMPOTENCY_KEY,
                    "An event's source, a bar and its id are its key: 1 to 200 visible ASCII characters, and no bar in the source. "
                            + "Use others, or send an Idempotency-Key.");
        }
        return IdempotencyKey.inPath(key);
    }
}
