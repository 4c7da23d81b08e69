package dev.beckon.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A text mentioned people: the value, as JSON, of a record on the Kafka topic {@code mentions}. The schema is public, so
 * that product teams may write records themselves. One mention with a large audience is several records with the same
 * {@code id} and at most {@link Limits#RECIPIENTS_PER_RECORD} recipients each. A record that comes again adds nothing.
 *
 * @param id the mention's id; with a recipient it identifies one notification
 * @param recipients user ids; no duplicates, without the actor
 * @param excerpt the text around the mention, shown to the recipient
 */
public record MentionCreated(
        UUID id, Actor actor, List<String> recipients, Source source, String excerpt, Instant occurredAt) {

    public MentionCreated {
        recipients = List.copyOf(recipients);
    }
}
