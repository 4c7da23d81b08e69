package dev.beckon.mention.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.Lane;
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

    final MentionRecords records = new MentionRecords(JsonMapper.builder().addModule(new JavaTimeModule()).build(), new Mentions());

    @Test
    void the_key_is_the_lane_of_the_recipients() {
        assertThat(records.of(List.of(part("bob"), part("alice")))).extracting(ProducerRecord::key)
                .containsExactly(Lane.of("bob").key(), Lane.of("alice").key());
    }

    @Test
    void every_record_goes_to_the_lanes_topic() {
        assertThat(records.of(List.of(part("bob")))).extracting(ProducerRecord::topic).containsExactly("elsewhere");
    }

    @Test
    void a_revision_is_a_record_for_every_lane_and_a_retraction_where_it_names_nobody() {
        List<ProducerRecord<String, byte[]>> revised = records.of(new UUID(0, 1), 3, List.of(part("alice"), part("bob")));

        assertThat(revised).extracting(ProducerRecord::key).containsExactlyElementsOf(Lane.ALL.stream().map(Lane::key).toList());
        assertThat(revised).filteredOn(record -> record.headers().lastHeader("type") == null).extracting(ProducerRecord::key)
                .containsExactly(Lane.of("bob").key(), Lane.of("alice").key());
        assertThat(revised).filteredOn(record -> record.headers().lastHeader("type") != null).extracting(ProducerRecord::value)
                .extracting(String::new).containsOnly("{\"id\":\"00000000-0000-0000-0000-000000000001\",\"revision\":3}");
    }

    static MentionCreated part(String recipient) {
        return new MentionCreated(
                new UUID(0, 1), new Actor("ada", "Ada"), List.of(recipient), new Source("t", "i", "u", "t"), "x", Instant.EPOCH);
    }

    /** Only the lanes' Kafka topic matters here. */
    record Mentions() implements KafkaConfig {

        @Override
        public String topic() {
            return "public";
        }

        @Override
        public String lanesTopic() {
            return "elsewhere";
        }

        @Override
        public String routerGroup() {
            return "router";
        }

        @Override
        public Duration deadline() {
            return Duration.ofSeconds(1);
        }
    }
}
