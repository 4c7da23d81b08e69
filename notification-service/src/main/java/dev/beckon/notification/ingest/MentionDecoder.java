package dev.beckon.notification.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.contracts.rules.Findings;
import dev.beckon.contracts.rules.MentionRules;
import dev.beckon.contracts.rules.ObjectFields;
import dev.beckon.notification.json.InvalidJsonException;
import dev.beckon.notification.json.JsonReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record to a mention that can be stored and shown: by the rules of {@code POST /mentions}, except that
 * fields it does not know are passed over, which a later release may have written.
 */
final class MentionDecoder {

    private final Duration maxAhead;

    /** @param maxAhead how far {@code occurredAt} may lie in the future */
    MentionDecoder(Duration maxAhead) {
        this.maxAhead = maxAhead;
    }

    /**
     * @param now the later one of the record's time and this machine's, so that a clock that lags refuses nothing that
     *     mention-service has accepted
     * @throws InvalidJsonException with all that is wrong with the record
     */
    MentionCreated decode(byte @Nullable [] value, Instant now) throws InvalidJsonException {
        if (value == null) {
            throw new InvalidJsonException(List.of(new FieldError("", "is empty")));
        }
        JsonNode tree = JsonReader.tree(value);
        Findings findings = new Findings();
        ObjectFields fields = ObjectFields.tolerant(tree, "", findings);
        UUID id = fields.uuid("id");
        MentionRules.Mention mention = MentionRules.read(
                fields, new MentionRules.Bounds(Limits.RECIPIENTS_PER_RECORD, now, maxAhead));
        if (!findings.errors().isEmpty()) {
            throw new InvalidJsonException(findings.errors());
        }
        return new MentionCreated(id, mention.actor(), mention.recipients(), mention.source(), mention.excerpt(),
                mention.occurredAt());
    }
}
