package dev.beckon.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionCreatedTest {

    static final UUID ID = UUID.randomUUID();

    @ParameterizedTest(name = "{0} recipients of one lane are {1} parts, the last of {2}")
    @CsvSource({"1, 1, 1", "500, 1, 500", "501, 2, 1", "1000, 2, 500", "2000, 4, 500"})
    void a_large_audience_is_split_and_keeps_every_recipient(int recipients, int parts, int last) {
        List<String> users = IntStream.iterate(0, i -> i + 1).mapToObj(i -> "user-" + i)
                .filter(user -> Lane.of(user).number() == 9).limit(recipients).toList();

        List<MentionCreated> split = mention(users).records(ID);

        assertThat(split).hasSize(parts).allMatch(part -> part.id().equals(ID));
        assertThat(split.getLast().recipients()).hasSize(last);
        assertThat(split.stream().flatMap(part -> part.recipients().stream())).containsExactlyElementsOf(users);
    }

    @Test
    void recipients_of_different_lanes_are_in_different_records_by_ascending_lane() {
        assertThat(mention(List.of("user-1", "bob", "alice", "user-2")).records(ID)).extracting(MentionCreated::recipients)
                .containsExactly(List.of("bob"), List.of("alice"), List.of("user-1"), List.of("user-2"));
    }

    @ParameterizedTest(name = "posted {0}, in a record {1}, expires at {2}")
    @CsvSource(nullValues = "-", value = {
            "-, -, -", "-, -, 2026-01-31T12:00:01Z",
            "lies in the past; the service's clock says 2026-01-31T12:00:00Z, -, 2026-01-31T12:00:00Z",
            "must be after occurredAt, must be after occurredAt, 1970-01-01T00:00:00Z",
            "-, -, 9999-12-31T23:59:59.999998Z",
            "must be before the year 10000, must be before the year 10000, +10000-01-01T00:00:00Z"})
    void a_mention_expires_after_it_is_posted_and_a_record_may_wait_in_Kafka_until_then(@Nullable String posted, @Nullable String recorded,
            @Nullable Instant expiresAt) {
        assertThat(faults(expiring(null, expiresAt))).isEqualTo(posted);
        assertThat(faults(expiring(ID, expiresAt))).isEqualTo(recorded);
    }

    private static @Nullable String faults(MentionCreated mention) {
        List<String> faults = new ArrayList<>();
        mention.check(Instant.parse("2026-01-31T12:00:00Z"), (field, fault) -> faults.add(fault));
        return faults.isEmpty() ? null : String.join("; ", faults);
    }

    private static MentionCreated expiring(@Nullable UUID id, @Nullable Instant expiresAt) {
        MentionCreated like = mention(List.of("bob"));
        return new MentionCreated(id, like.actor(), like.recipients(), like.source(), like.excerpt(), like.occurredAt(), like.kind(), null,
                null, expiresAt, null);
    }

    static MentionCreated mention(List<String> recipients) {
        return new MentionCreated(ID, new Actor("ada", "Ada"), recipients, new Source("t", "i", "u", "t"), "x", Instant.EPOCH);
    }
}
