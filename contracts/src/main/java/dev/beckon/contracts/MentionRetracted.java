package dev.beckon.contracts;

import dev.beckon.contracts.rules.Revision;
import dev.beckon.contracts.rules.TextRules;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;

/**
 * A mention is taken back: the value, as JSON, of a record whose header {@value #TYPE_HEADER} is {@value #TYPE}. On the Kafka topic
 * {@code mentions} it concerns every recipient. In {@code mentions-by-lane} it concerns those of the {@link Lane} that is the
 * record's key; a lane without recipients in a new revision gets one as well.
 *
 * @param revision the product's own number; a revision that is higher still shows the mention again
 */
public record MentionRetracted(
        @NotNull(message = TextRules.REQUIRED) UUID id, @NotNull(message = TextRules.REQUIRED) @Revision Long revision) {

    /** Name of the Kafka header with a record's type; without it a record is a {@link MentionCreated}. */
    public static final String TYPE_HEADER = "type";

    /** Value of {@link #TYPE_HEADER}. */
    public static final String TYPE = "MentionRetracted";
}
