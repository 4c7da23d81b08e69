package dev.beckon.mention.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Limits;
import dev.beckon.contracts.Source;
import dev.beckon.mention.problems.ProblemException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.IntStream;

/** What a mention must look like. Every fault of a body is found, each with its JSON Pointer. */
final class MentionReader {

    private static final List<String> MENTION = List.of("actor", "recipients", "source", "excerpt", "occurredAt");
    private static final List<String> ACTOR = List.of("id", "name");
    private static final List<String> SOURCE = List.of("type", "id", "url", "title");

    private final RequestConfig limits;

    MentionReader(RequestConfig limits) {
        this.limits = limits;
    }

    /**
     * @param body one mention or a list of them
     * @throws ProblemException if anything is wrong with any of them: a call is accepted as a whole or not at all
     */
    MentionRequests read(JsonNode body, Instant now) {
        Findings findings = new Findings();
        List<MentionRequest> mentions = List.of();
        if (!body.isArray()) {
            mentions = List.of(mention(body, "", findings, now));
        } else if (body.isEmpty() || body.size() > limits.maxMentions()) {
            findings.add("", "must have 1 to %d mentions, has %d".formatted(limits.maxMentions(), body.size()));
        } else {
            mentions = IntStream.range(0, body.size())
                    .mapToObj(i -> mention(body.get(i), "/" + i, findings, now))
                    .toList();
        }
        findings.refuseIfAny();
        return new MentionRequests(mentions);
    }

    private MentionRequest mention(JsonNode node, String pointer, Findings findings, Instant now) {
        ObjectFields mention = ObjectFields.of(node, pointer, findings, MENTION);
        ObjectFields actor = mention.object("actor", ACTOR);
        Actor who = new Actor(actor.text("id", Text::userId), actor.text("name", t -> Text.line(t, Limits.NAME_LENGTH)));
        List<String> recipients = recipients(mention, who);
        ObjectFields source = mention.object("source", SOURCE);
        return new MentionRequest(
                who,
                recipients,
                new Source(
                        source.text("type", t -> Text.line(t, Limits.SOURCE_TYPE_LENGTH)),
                        source.text("id", t -> Text.line(t, Limits.SOURCE_ID_LENGTH)),
                        source.text("url", Text::url),
                        source.text("title", t -> Text.line(t, Limits.TITLE_LENGTH))),
                mention.text("excerpt", t -> Text.lines(t, Limits.EXCERPT_LENGTH)),
                occurredAt(mention, now));
    }

    private List<String> recipients(ObjectFields mention, Actor actor) {
        SequencedSet<String> recipients =
                new LinkedHashSet<>(mention.texts("recipients", limits.maxRecipients(), Text::userId));
        if (recipients.remove(actor.id()) && recipients.isEmpty()) {
            mention.finding("recipients", "name only the actor, so there is nobody to tell");
        }
        return List.copyOf(recipients);
    }

    private Instant occurredAt(ObjectFields mention, Instant now) {
        String text = mention.text("occurredAt", t -> t.isBlank() ? "must not be blank" : null);
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            Instant occurredAt = OffsetDateTime.parse(text).toInstant();
            if (occurredAt.isAfter(now.plus(limits.maxAhead()))) {
                mention.finding("occurredAt", "lies too far in the future; the service's clock says " + now);
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
