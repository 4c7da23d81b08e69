package dev.beckon.mention.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.rules.Findings;
import dev.beckon.contracts.rules.MentionRules;
import dev.beckon.contracts.rules.ObjectFields;
import dev.beckon.mention.problems.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A call's mentions, by the rules that Kafka's door has as well. Every fault of a body is found, each with its JSON Pointer. */
final class MentionReader {

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
        if (!findings.errors().isEmpty()) {
            throw ProblemException.invalidRequest(findings.errors());
        }
        return new MentionRequests(mentions);
    }

    private MentionRequest mention(JsonNode node, String pointer, Findings findings, Instant now) {
        MentionRules.Mention mention = MentionRules.read(
                ObjectFields.strict(node, pointer, findings, MentionRules.FIELDS),
                new MentionRules.Bounds(limits.maxRecipients(), now, limits.maxAhead()));
        return new MentionRequest(
                mention.actor(), mention.recipients(), mention.source(), mention.excerpt(), mention.occurredAt());
    }
}
