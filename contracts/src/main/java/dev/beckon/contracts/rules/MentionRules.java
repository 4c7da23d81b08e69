package dev.beckon.contracts.rules;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.Source;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** The rules for a mention. Each door adds only what it alone has: a record its id, a call its list. */
public final class MentionRules {

    /** The fields of a mention, as {@code POST /mentions} takes it. */
    public static final List<String> FIELDS = List.of("actor", "recipients", "source", "excerpt", "occurredAt");

    private static final List<String> ACTOR = List.of("id", "name");
    private static final List<String> SOURCE = List.of("type", "id", "url", "title");

    private MentionRules() {}

    /**
     * What was read; counts only if nothing was found.
     *
     * @param recipients without duplicates and without the actor, in their order
     * @param occurredAt to the microsecond, which is what PostgreSQL keeps
     */
    public record Mention(Actor actor, List<String> recipients, Source source, String excerpt, Instant occurredAt) {}

    /** @param maxAhead how far {@code occurredAt} may lie behind {@code now} */
    public record Bounds(int maxRecipients, Instant now, Duration maxAhead) {}

    /** What is wrong is written to the findings of {@code mention}. */
    public static Mention read(ObjectFields mention, Bounds bounds) {
        ObjectFields actor = mention.object("actor", ACTOR);
        Actor who = new Actor(
                actor.text("id", TextRules::userId), actor.text("name", t -> TextRules.line(t, Limits.NAME_LENGTH)));
        List<String> recipients = recipients(mention, who, bounds);
        ObjectFields source = mention.object("source", SOURCE);
        return new Mention(
                who,
                recipients,
                new Source(
                        source.text("type", t -> TextRules.line(t, Limits.SOURCE_TYPE_LENGTH)),
                        source.text("id", t -> TextRules.line(t, Limits.SOURCE_ID_LENGTH)),
                        source.text("url", TextRules::url),
                        source.text("title", t -> TextRules.line(t, Limits.TITLE_LENGTH))),
                mention.text("excerpt", t -> TextRules.lines(t, Limits.EXCERPT_LENGTH)),
                occurredAt(mention, bounds));
    }

    private static List<String> recipients(ObjectFields mention, Actor actor, Bounds bounds) {
        SequencedSet<String> recipients =
                new LinkedHashSet<>(mention.texts("recipients", bounds.maxRecipients(), TextRules::userId));
        if (recipients.remove(actor.id()) && recipients.isEmpty()) {
            mention.finding("recipients", "name only the actor, so there is nobody to tell");
        }
        return List.copyOf(recipients);
    }

    private static Instant occurredAt(ObjectFields mention, Bounds bounds) {
        String text = mention.text("occurredAt", t -> t.isBlank() ? "must not be blank" : null);
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            Instant occurredAt = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (occurredAt.isAfter(bounds.now().plus(bounds.maxAhead()))) {
                mention.finding("occurredAt", "lies too far in the future; the service's clock says " + bounds.now());
            } else if (occurredAt.isBefore(Instant.EPOCH)) {
                mention.finding("occurredAt", "must not be before 1970");
            }
            return occurredAt;
        } catch (DateTimeException e) {
            mention.finding("occurredAt", "must be a date and time with an offset, such as 2026-01-31T12:00:00Z");
            return Instant.EPOCH;
        }
    }
}
