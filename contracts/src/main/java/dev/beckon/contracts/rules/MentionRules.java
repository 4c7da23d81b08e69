package dev.beckon.contracts.rules;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Limits;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The rules between the fields of a mention. {@code POST /mentions} and Kafka's records share them. */
public final class MentionRules {

    /** JSON and PostgreSQL write later times in different ways. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T23:59:59.999999Z");

    private MentionRules() {}

    /** Does the work of {@link Checked#check}. */
    public static void check(@Nullable Actor actor, @Nullable List<String> recipients, @Nullable Instant occurredAt, Instant now,
            BiConsumer<String, String> finding) {
        if (actor != null && actor.id() != null && TextRules.isUserId(actor.id()) && recipients != null && !recipients.isEmpty()
                && recipients.stream().allMatch(actor.id()::equals)) {
            finding.accept("recipients", "name only the actor, so there is nobody to tell");
        }
        if (occurredAt == null) {
            finding.accept("occurredAt", TextRules.REQUIRED);
        } else if (occurredAt.isAfter(now.plus(Limits.MAX_AHEAD))) {
            finding.accept("occurredAt", "lies too far in the future; the service's clock says " + now);
        } else if (occurredAt.isBefore(Instant.EPOCH)) {
            finding.accept("occurredAt", "must not be before 1970");
        }
    }

    /** @param now the mention must not have expired by then */
    public static void checkExpiry(@Nullable Instant expiresAt, @Nullable Instant occurredAt, Instant now,
            BiConsumer<String, String> finding) {
        if (expiresAt == null) {
            return;
        }
        if (occurredAt != null && !expiresAt.isAfter(occurredAt)) {
            finding.accept("expiresAt", "must be after occurredAt");
        } else if (!expiresAt.isAfter(now)) {
            finding.accept("expiresAt", "lies in the past; the service's clock says " + now);
        } else if (!expiresAt.isBefore(END_OF_TIME)) {
            finding.accept("expiresAt", "must be before the year 10000");
        }
    }

    /** @return the recipients without duplicates and without the actor, in their order */
    public static List<String> audience(Actor actor, List<String> recipients) {
        SequencedSet<String> audience = new LinkedHashSet<>(recipients);
        audience.remove(actor.id());
        return List.copyOf(audience);
    }
}
