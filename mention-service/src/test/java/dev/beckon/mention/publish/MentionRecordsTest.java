package dev.beckon.mention.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionRecordsTest {

    static final UUID A = new UUID(0, 1);
    static final UUID B = new UUID(0, 2);
    static final UUID C = new UUID(0, 3);

    final MentionRecords records =
            new MentionRecords(JsonMapper.builder().addModule(new JavaTimeModule()).build(), new Mentions());

    @Test
    void only_the_parts_of_a_split_mention_are_numbered() {
        assertThat(records.of(List.of(part(A), part(B), part(B), part(B), part(C))))
                .extracting(ProducerRecord::key)
                .containsExactly("" + A, B + "/1", B + "/2", B + "/3", "" + C);
    }

    @Test
    void every_record_goes_to_the_configured_topic() {
        assertThat(records.of(List.of(part(A)))).extracting(ProducerRecord::topic).containsExactly("elsewhere");
    }

    static MentionCreated part(UUID id) {
        return new MentionCreated(
                id, new Actor("ada", "Ada"), List.of("bob"), new Source("t", "i", "u", "t"), "x", Instant.EPOCH);
    }

    /** The Kafka topic is all that matters here. */
    record Mentions() implements KafkaConfig {

        @Override
        public String topic() {
            return "elsewhere";
        }

        @Override
        public Duration deadline() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration readinessTimeout() {
            return Duration.ofSeconds(1);
        }
    }
}
