package dev.beckon.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.http.ProblemException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionIdsTest {

    @Nested
    class Ids {

        /** Literal ids, because callers repeat calls across releases of this service. */
        @Test
        void a_key_makes_the_same_id_today_and_tomorrow() {
            assertThat(id("team-docs", "k1", 0)).hasToString("62930e16-38a5-5a7c-aee4-63cd3629addc");
        }

        @Test
        void callers_keys_and_places_do_not_meet() {
            assertThat(List.of(id("a", "b", 1), id("b", "a", 1), id("a", "b", 11), id("a", "b1", 1), id("a\nb", "b", 1)))
                    .doesNotHaveDuplicates();
        }

        @Test
        void a_key_in_time_order_makes_ids_in_time_order() {
            UUID earlier = id("z", "01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e", 0);
            UUID later = id("a", "01990a5c-7f3f-7c1a-9d5e-2f1b7a3c4d5e", 0);

            assertThat(earlier.toString()).startsWith("01990a5c-7f3e-7").isLessThan(later.toString());
            assertThat(earlier.version()).isEqualTo(7);
            assertThat(earlier.variant()).isEqualTo(2);
        }

        @Test
        void ids_of_one_time_ordered_key_differ_by_caller_and_place() {
            String key = "01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e";

            assertThat(List.of(id("a", key, 0), id("a", key, 1), id("b", key, 0), UUID.fromString(key)))
                    .doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @ValueSource(strings = {"01990a5c-7f3e-4c1a-9d5e-2f1b7a3c4d5e", "01990a5c-7f3e-7c1a-1d5e-2f1b7a3c4d5e",
                "zz990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e", "------------------------------------"})
        void any_other_key_makes_a_uuid_by_name(String key) {
            assertThat(id("a", key, 0).version()).isEqualTo(5);
        }

        @Test
        void a_mention_put_before_others_changes_nothing_about_theirs() {
            MentionCreated a = mention("a", Instant.EPOCH);
            MentionCreated b = mention("b", Instant.EPOCH);
            List<UUID> first = MentionIds.of(new MentionKey("s", "k"), List.of(a, b));

            List<UUID> again = MentionIds.of(new MentionKey("s", "k"), List.of(mention("new", Instant.EPOCH), a, b));

            assertThat(again.subList(1, 3)).isEqualTo(first);
            assertThat(again).doesNotHaveDuplicates();
        }

        @Test
        void the_time_of_an_event_does_not_make_it_another() {
            assertThat(MentionIds.of(new MentionKey("s", "k"), List.of(mention("a", Instant.EPOCH))))
                    .isEqualTo(MentionIds.of(new MentionKey("s", "k"), List.of(mention("a", Instant.MAX))));
        }

        static MentionCreated mention(String excerpt, Instant occurredAt) {
            return new MentionCreated(new UUID(0, 0), new Actor("ada", "Ada"), List.of("bob"),
                    new Source("comment", "1", "https://example.org/1", "One"), excerpt, occurredAt);
        }

        UUID id(String subject, String key, int index) {
            List<MentionCreated> equal = Collections.nCopies(index + 1, mention("hello", Instant.EPOCH));
            return MentionIds.of(new MentionKey(subject, key), equal).getLast();
        }
    }

    @Nested
    class Keys {

        @Test
        void without_a_header_a_fresh_key_is_made() {
            assertThat(IdempotencyKey.of(List.of())).isNotEqualTo(IdempotencyKey.of(List.of()));
            assertThat(UUID.fromString(IdempotencyKey.of(List.of()).value()).version()).isEqualTo(7);
        }

        @Test
        void two_hundred_visible_characters_are_a_key() {
            assertThat(IdempotencyKey.of(List.of("!" + "~".repeat(199))).value()).hasSize(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "a b", "a\tb", "é", "a\n"})
        void what_http_may_change_on_its_way_is_refused(String key) {
            assertThatThrownBy(() -> IdempotencyKey.of(List.of(key))).isInstanceOf(ProblemException.class);
        }

        @Test
        void a_key_too_long_and_two_keys_are_refused() {
            assertThatThrownBy(() -> IdempotencyKey.of(List.of("x".repeat(201)))).isInstanceOf(ProblemException.class);
            assertThatThrownBy(() -> IdempotencyKey.of(List.of("a", "b"))).isInstanceOf(ProblemException.class);
        }
    }
}
