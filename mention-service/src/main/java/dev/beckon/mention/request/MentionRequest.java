package dev.beckon.mention.request;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A mention as a product team posts it, checked field by field.
 *
 * @param recipients at least one; no duplicates, without the actor, in the order in which they were posted
 */
public record MentionRequest(Actor actor, List<String> recipients, Source source, String excerpt, Instant occurredAt) {

    public MentionRequest {
        recipients = List.copyOf(recipients);
    }

    /** The mention in parts of at most {@link Limits#RECIPIENTS_PER_RECORD} recipients: one for all but large audiences. */
    public List<MentionCreated> split(UUID id) {
        int size = Limits.RECIPIENTS_PER_RECORD;
        return IntStream.iterate(0, from -> from < recipients.size(), from -> from + size)
                .mapToObj(from -> recipients.subList(from, Math.min(from + size, recipients.size())))
                .map(part -> new MentionCreated(id, actor, part, source, excerpt, occurredAt))
                .toList();
    }
}
