package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.rules.Checked;
import dev.beckon.contracts.rules.Entries;
import dev.beckon.contracts.rules.MentionRules;
import dev.beckon.contracts.rules.Revision;
import dev.beckon.contracts.rules.SmallObject;
import dev.beckon.contracts.rules.Text;
import dev.beckon.contracts.rules.TextRules;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Null;
import jakarta.validation.groups.Default;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text mentioned people: the value, as JSON, of a record on the Kafka topic {@code mentions}, and, without {@code id}, an entry
 * of {@code POST /mentions}. The schema is public, so that product teams may write records themselves. A mention with a large
 * audience is several records with the same {@code id} and at most {@link Limits#RECIPIENTS_PER_RECORD} recipients each; a
 * repeated record adds nothing. mention-service writes the same schema to {@code mentions-by-lane}, with the recipients of one
 * {@link Lane} in each record.
 *
 * <p>{@code docs/architecture.md} lists every spot in the code that a new field needs; tests fail where one is missing.
 *
 * @param id the mention's id; with a recipient it identifies one notification
 * @param recipients user ids
 * @param excerpt the text around the mention, shown to the recipient
 * @param kind why the recipients are named, in the product's own word; absent: {@value #DEFAULT_KIND}
 * @param thread the conversation to which the text belongs
 * @param data the product's own object, passed on unchanged
 * @param expiresAt the mention is taken back by itself then; absent: never
 * @param revision the product's own number for this state of the mention: the highest one holds. Absent, as in {@code POST
 *     /mentions}: the first state, below any revision. With a revision the record is a {@code MentionRevised}: it replaces the
 *     text and the recipients of the mention, those of one lane in {@code mentions-by-lane}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MentionCreated(
        @NotNull(message = TextRules.REQUIRED, groups = Recorded.class) @Null(message = "is given by the service; leave it out", groups = {
                Posted.class, Revised.class}) UUID id,
        @NotNull(message = TextRules.REQUIRED) @Valid Actor actor,
        @Entries(max = Limits.RECIPIENTS_PER_RECORD, userIds = true, groups = Recorded.class) @Entries(max = Limits.RECIPIENTS_PER_MENTION, userIds = true, groups = Posted.class) @Entries(min = 0, max = Limits.RECIPIENTS_PER_MENTION, userIds = true, groups = Revised.class) List<String> recipients,
        @NotNull(message = TextRules.REQUIRED) @Valid Source source,
        @Text(value = Text.Form.LINES, max = Limits.EXCERPT_LENGTH) String excerpt,
        Instant occurredAt,
        @Text(value = Text.Form.WORD, max = Limits.KIND_LENGTH, required = false) @Nullable String kind,
        @Text(max = Limits.THREAD_LENGTH, required = false) @Nullable String thread,
        @SmallObject(maxBytes = Limits.DATA_BYTES) @Nullable ObjectNode data,
        @Nullable Instant expiresAt,
        @Null(message = "belongs to PUT /mentions/{key}; leave it out", groups = Posted.class) @NotNull(message = TextRules.REQUIRED, groups = Revised.class) @Revision @Nullable Long revision)
        implements Checked{

    public static final String DEFAULT_KIND = "mention";

    /** The rules of {@code POST /mentions}: without an id, and with the whole audience. */
    public interface Posted extends Default {}

    /** The rules of {@code PUT /mentions/{key}}: the whole mention after an edit, which may name nobody any more. */
    public interface Revised extends Default {}

    /** The rules of a record in Kafka. */
    public interface Recorded extends Default {}

    /** A mention of the default kind, without the optional fields. */
    public MentionCreated(UUID id, Actor actor, List<String> recipients, Source source, String excerpt, Instant occurredAt) {
        this(id, actor, recipients, source, excerpt, occurredAt, DEFAULT_KIND, null, null, null, null);
    }

    @Override
    public void check(Instant now, BiConsumer<String, String> finding) {
        MentionRules.check(actor, revision == null ? recipients : null, occurredAt, now, finding);
        MentionRules.checkExpiry(expiresAt, occurredAt, id == null ? now : Instant.MIN, finding); // a record may wait in Kafka until then
    }

    /**
     * The mention as PostgreSQL stores it: recipients without duplicates and without the actor, times cut to PostgreSQL's
     * microseconds.
     */
    public MentionCreated normalized() {
        return copy(id, MentionRules.audience(actor, recipients));
    }

    /**
     * The records of a posted mention, by {@link Lane}: one for each lane that has recipients, or several for a large audience.
     */
    public List<MentionCreated> records(UUID id) {
        return Lane.divide(recipients).values().stream().flatMap(MentionCreated::parts).map(part -> copy(id, part)).toList();
    }

    private static Stream<List<String>> parts(List<String> recipients) {
        int size = Limits.RECIPIENTS_PER_RECORD;
        return IntStream.iterate(0, from -> from < recipients.size(), from -> from + size)
                .mapToObj(from -> recipients.subList(from, Math.min(from + size, recipients.size())));
    }

    /** The same mention for these recipients. */
    public MentionCreated to(List<String> recipients) {
        return copy(id, recipients);
    }

    private MentionCreated copy(UUID id, List<String> recipients) {
        return new MentionCreated(id, actor, recipients, source, excerpt, occurredAt.truncatedTo(ChronoUnit.MICROS),
                kind == null ? DEFAULT_KIND : kind, thread, data, expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS),
                revision);
    }

    /** Whether nobody is to be shown it any more. */
    public boolean hasExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Whether both have one text: the parts of one mention. True if there is no other. */
    public boolean hasTextOf(@Nullable MentionCreated other) {
        return other == null || excerpt.equals(other.excerpt) && actor.equals(other.actor) && source.equals(other.source)
                && Objects.equals(data, other.data);
    }

    /**
     * Everything that distinguishes two mentions, apart from id, revision and time. Fields added later are named, and left out where
     * absent, so that a mention without them keeps the id made from its contents.
     */
    public List<String> contents() {
        List<String> texts = new ArrayList<>(List.of(actor.id(), actor.name(), source.type(), source.id(), source.url(), source.title(),
                excerpt));
        texts.addAll(recipients);
        addIfPresent(texts, "avatar_url", actor.avatarUrl());
        addIfPresent(texts, "kind", DEFAULT_KIND.equals(kind) ? null : kind);
        addIfPresent(texts, "thread", thread);
        addIfPresent(texts, "data", data);
        addIfPresent(texts, "expiresAt", expiresAt);
        return texts;
    }

    private static void addIfPresent(List<String> texts, String field, @Nullable Object value) {
        if (value != null) {
            texts.add("\n" + field); // cannot collide: no user id begins with a line feed
            texts.add(value.toString());
        }
    }
}
