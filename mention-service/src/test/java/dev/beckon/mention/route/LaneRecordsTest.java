package dev.beckon.mention.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.rules.MentionKey;
import dev.beckon.mention.publish.KafkaConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.Validation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LaneRecordsTest {

    static final long TIME = 1_700_000_000_000L;
    static final String MENTION = """
            {"id":"018f6f7c-0000-7000-8000-000000000001","actor":{"id":"ada","name":"Ada"},"recipients":[%s],
             "source":{"type":"comment","id":"4711","url":"https://docs.example.com/plan","title":"The plan"},
             "excerpt":"@bob, look","occurredAt":"2023-01-31T13:00:00+01:00","of_a_later_release":[1,{"a":null}]}""";

    static final String RETRACTION = "{\"id\":\"018f6f7c-0000-7000-8000-000000000001\",\"revision\":3}";

    final ObjectMapper json = new ObjectMapper();
    final KafkaConfig config = new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(KafkaConfig.class).build()
            .getConfigMapping(KafkaConfig.class);
    final LaneRecords lanes = new LaneRecords(Validation.buildDefaultValidatorFactory().getValidator(), json, config);

    @Test
    void a_record_for_one_lane_keeps_its_bytes_time_and_headers_and_gets_the_lane_as_its_key() {
        ConsumerRecord<byte[], byte[]> record = record(MENTION.formatted("\"bob\",\"bob\""));

        ProducerRecord<byte[], byte[]> routed = only(record);

        assertThat(routed.topic()).isEqualTo("mentions-by-lane");
        assertThat(text(routed.key())).isEqualTo(Lane.of("bob").key());
        assertThat(routed.value()).isSameAs(record.value());
        assertThat(routed.timestamp()).isEqualTo(TIME);
        assertThat(headers(routed)).containsExactly(Map.entry("traceparent", "00-1-2-01"));
    }

    @Test
    void a_record_for_several_lanes_is_divided_and_keeps_all_other_fields() throws IOException {
        List<ProducerRecord<byte[], byte[]>> routed = lanes.of(record(MENTION.formatted("\"alice\",\"bob\",\"cleo\",\"ada\""))).parts();

        assertThat(routed).extracting(part -> text(part.key())).containsExactly("0", "7", "30");
        assertThat(routed).extracting(part -> recipients(part)).containsExactly(List.of("bob"), List.of("alice"), List.of("cleo"));
        assertThat(routed).extracting(part -> part.headers().toArray().length).containsOnly(1);
        for (ProducerRecord<byte[], byte[]> part : routed) {
            ObjectNode rest = (ObjectNode) json.readTree(part.value());
            assertThat(rest.putArray("recipients").add("bob")).isNotNull();
            assertThat(rest).isEqualTo(json.readTree(MENTION.formatted("\"bob\"")));
        }
    }

    @Test
    void the_actor_is_no_recipient_and_makes_no_record() {
        assertThat(text(only(record(MENTION.formatted("\"bob\",\"ada\""))).key())).isEqualTo(Lane.of("bob").key());
    }

    @Test
    void a_revision_is_a_record_for_every_lane_with_its_recipients_or_a_retraction() throws IOException {
        ConsumerRecord<byte[], byte[]> record = record(revised("\"alice\",\"bob\",\"ada\""));
        record.headers().add("type", "MentionRevised".getBytes(UTF_8));

        List<ProducerRecord<byte[], byte[]>> routed = lanes.of(record).parts();

        assertThat(routed).extracting(part -> text(part.key()))
                .containsExactlyInAnyOrderElementsOf(Lane.ALL.stream().map(Lane::key).toList());
        assertThat(routed).extracting(ProducerRecord::timestamp).containsOnly(TIME);
        assertThat(routed.subList(0, 2)).extracting(this::recipients).containsExactly(List.of("bob"), List.of("alice"));
        assertThat(routed.subList(0, 2)).extracting(LaneRecordsTest::headers)
                .containsOnly(Map.of("traceparent", "00-1-2-01", "type", "MentionRevised"));
        assertThat(routed).extracting(part -> part.headers().toArray().length).containsOnly(2);
        assertThat(json.readTree(routed.getFirst().value())).isEqualTo(json.readTree(revised("\"bob\"")));
        assertThat(routed.subList(2, Lane.COUNT)).extracting(part -> text(part.value())).containsOnly(RETRACTION);
        assertThat(routed.subList(2, Lane.COUNT)).extracting(LaneRecordsTest::headers)
                .containsOnly(Map.of("traceparent", "00-1-2-01", "type", "MentionRetracted"));
    }

    @Test
    void a_revision_that_names_only_its_actor_is_a_retraction_in_every_lane() {
        assertThat(lanes.of(record(revised("\"ada\""))).parts()).hasSize(Lane.COUNT).extracting(part -> text(part.value())).containsOnly(
                RETRACTION);
    }

    @Test
    void a_retraction_goes_to_every_lane_with_its_bytes_time_and_headers() {
        ConsumerRecord<byte[], byte[]> record = record(RETRACTION);
        record.headers().add("type", "MentionRetracted".getBytes(UTF_8)).add("dlq-offset", "1".getBytes(UTF_8));

        List<ProducerRecord<byte[], byte[]>> routed = lanes.of(record).parts();

        assertThat(routed).extracting(part -> text(part.key())).containsExactlyElementsOf(Lane.ALL.stream().map(Lane::key).toList());
        assertThat(routed).allSatisfy(part -> {
            assertThat(part.value()).isSameAs(record.value());
            assertThat(part.timestamp()).isEqualTo(TIME);
            assertThat(headers(part)).isEqualTo(Map.of("traceparent", "00-1-2-01", "type", "MentionRetracted"));
        });
    }

    @Test
    void lost_access_goes_to_the_lane_of_its_user_with_its_bytes_time_and_headers() {
        ConsumerRecord<byte[], byte[]> record = record("{\"user\":\"bob\",\"thread\":\"t\",\"of_a_later_release\":1}");
        record.headers().add("type", "AccessRevoked".getBytes(UTF_8));

        ProducerRecord<byte[], byte[]> routed = only(record);

        assertThat(text(routed.key())).isEqualTo(Lane.of("bob").key());
        assertThat(routed.value()).isSameAs(record.value());
        assertThat(routed.timestamp()).isEqualTo(TIME);
        assertThat(headers(routed)).isEqualTo(Map.of("traceparent", "00-1-2-01", "type", "AccessRevoked"));
    }

    @Test
    void lost_access_with_a_fault_goes_on_unchanged_with_its_origin() {
        ConsumerRecord<byte[], byte[]> record = record("{\"user\":\"bob\"}");
        record.headers().add("type", "AccessRevoked".getBytes(UTF_8));

        assertThat(headers(only(record))).containsEntry("dlq-offset", "17").containsEntry("type", "AccessRevoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "{\"id\":\"018f6f7c-0000-7000-8000-000000000001\"}", "{\"revision\":1}",
            "{\"id\":\"018f6f7c-0000-7000-8000-000000000001\",\"revision\":0}"})
    void a_record_that_is_no_retraction_though_it_says_so_goes_on_unchanged_with_its_origin(String value) {
        ConsumerRecord<byte[], byte[]> record = record(value);
        record.headers().add("type", "MentionRetracted".getBytes(UTF_8));

        ProducerRecord<byte[], byte[]> routed = only(record);

        assertThat(routed.key()).isSameAs(record.key());
        assertThat(routed.value()).isSameAs(record.value());
        assertThat(headers(routed)).containsEntry("dlq-offset", "17").containsEntry("type", "MentionRetracted");
    }

    @Test
    void a_revision_with_a_fault_goes_on_unchanged_with_its_origin() {
        assertThat(headers(only(record(revised("\"bob\"").replace("\"revision\":3", "\"revision\":0"))))).containsEntry("dlq-offset", "17");
    }

    static String revised(String recipients) {
        return MENTION.formatted(recipients).replace("{\"id\"", "{\"revision\":3,\"id\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "[]", "{\"recipients\":[\"bob\"]}"})
    void a_record_that_is_no_mention_goes_on_unchanged_with_its_origin(String value) {
        ConsumerRecord<byte[], byte[]> record = record(value);

        ProducerRecord<byte[], byte[]> routed = only(record);

        assertThat(routed.key()).isSameAs(record.key());
        assertThat(routed.value()).isSameAs(record.value());
        assertThat(headers(routed)).containsExactly(Map.entry("dlq-offset", "17"), Map.entry("dlq-partition", "3"),
                Map.entry("dlq-timestamp", "" + TIME), Map.entry("dlq-topic", "mentions"), Map.entry("traceparent", "00-1-2-01"));
    }

    @Test
    void a_record_without_key_and_value_goes_on_as_it_is() {
        ProducerRecord<byte[], byte[]> routed = only(new ConsumerRecord<>("mentions", 3, 17, null, null));

        assertThat(routed.key()).isNull();
        assertThat(routed.value()).isNull();
        assertThat(routed.timestamp()).isNull();
        assertThat(headers(routed)).containsEntry("dlq-offset", "17");
    }

    @Test
    void an_event_without_an_id_in_its_value_has_the_one_of_its_source_and_id_and_else_stays_as_it_is() throws IOException {
        String value = MENTION.formatted("\"bob\"").replaceFirst("\"id\":[^,]*,", "");

        ProducerRecord<byte[], byte[]> routed = only(event(value, "dev.beckon.mention.v1", "/docs", "4711"));

        String id = new MentionKey("cloudevents:/docs", "4711").id().toString();
        assertThat(json.readTree(routed.value())).isEqualTo(json.readTree(value.replaceFirst("\\{", "{\"id\":\"" + id + "\",")));
        assertThat(text(routed.key())).isEqualTo(Lane.of("bob").key());
        assertThat(routed.timestamp()).isEqualTo(TIME);
        assertThat(headers(routed)).containsEntry("ce_id", "4711").containsEntry("traceparent", "00-1-2-01");
        assertThat(only(event(value, "dev.beckon.mention.v1", "/docs", "4711")).value()).isEqualTo(routed.value());
    }

    @Test
    void an_id_in_the_value_of_an_event_holds() {
        ConsumerRecord<byte[], byte[]> event = event(MENTION.formatted("\"bob\""), "dev.beckon.mention.v1", "/docs", "4711");

        assertThat(only(event).value()).isSameAs(event.value());
        assertThat(headers(only(event))).doesNotContainKey("dlq-offset");
    }

    @ParameterizedTest
    @CsvSource({"dev.beckon.mention.v2, /docs, 4711", "dev.beckon.mention.v1, , 4711", "dev.beckon.mention.v1, /docs,"})
    void an_event_that_its_headers_do_not_identify_goes_on_unchanged_with_its_origin(String type, String source, String id) {
        ConsumerRecord<byte[], byte[]> event = event(MENTION.formatted("\"bob\"").replaceFirst("\"id\":[^,]*,", ""), type, source, id);

        ProducerRecord<byte[], byte[]> routed = only(event);

        assertThat(routed.value()).isSameAs(event.value());
        assertThat(headers(routed)).containsEntry("dlq-offset", "17");
    }

    @Test
    void an_event_with_a_fault_goes_on_as_it_was_written() {
        String value = MENTION.formatted("\"bob\",7").replaceFirst("\"id\":[^,]*,", "");
        for (String wrong : List.of(value, "{", "[]", "{}", "", value.replaceFirst("\\{", "{\"actor\":1,"))) {
            ConsumerRecord<byte[], byte[]> event = event(wrong, "dev.beckon.mention.v1", "/docs", "4711");

            assertThat(only(event).value()).isSameAs(event.value());
            assertThat(headers(only(event))).containsEntry("dlq-offset", "17");
        }
    }

    static ConsumerRecord<byte[], byte[]> event(String value, String type, String source, String id) {
        ConsumerRecord<byte[], byte[]> event = record(value);
        event.headers().add("ce_specversion", "1.0".getBytes(UTF_8)).add("ce_type", type.getBytes(UTF_8));
        if (source != null) {
            event.headers().add("ce_source", source.getBytes(UTF_8));
        }
        if (id != null) {
            event.headers().add("ce_id", id.getBytes(UTF_8));
        }
        return event;
    }

    @Test
    void nobody_can_forge_an_origin() {
        ConsumerRecord<byte[], byte[]> good = record(MENTION.formatted("\"bob\""));
        good.headers().add("dlq-offset", "1".getBytes(UTF_8));
        ConsumerRecord<byte[], byte[]> bad = record("{");
        bad.headers().add("dlq-offset", "1".getBytes(UTF_8)).add("dlq-truncated", "true".getBytes(UTF_8));

        assertThat(headers(only(good))).doesNotContainKey("dlq-offset");
        assertThat(headers(only(bad))).containsEntry("dlq-offset", "17").doesNotContainKey("dlq-truncated");
    }

    @Test
    void what_is_left_of_a_record_that_is_too_large_locates_it() {
        ProducerRecord<byte[], byte[]> rest = lanes.truncated(record("{"));

        assertThat(rest.key()).isNull();
        assertThat(rest.value()).isNull();
        assertThat(headers(rest)).containsEntry("dlq-truncated", "true").containsEntry("dlq-topic", "mentions")
                .doesNotContainKey("traceparent");
    }

    ProducerRecord<byte[], byte[]> only(ConsumerRecord<byte[], byte[]> record) {
        List<ProducerRecord<byte[], byte[]>> routed = lanes.of(record).parts();
        assertThat(routed).hasSize(1);
        return routed.getFirst();
    }

    List<String> recipients(ProducerRecord<byte[], byte[]> record) {
        try {
            return json.readTree(record.value()).path("recipients").valueStream().map(JsonNode::textValue).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static ConsumerRecord<byte[], byte[]> record(String value) {
        var headers = new RecordHeaders().add("traceparent", "00-1-2-01".getBytes(UTF_8));
        return new ConsumerRecord<>("mentions", 3, 17, TIME, TimestampType.CREATE_TIME, 1, 1, "comment-4711".getBytes(UTF_8),
                value.getBytes(UTF_8), headers, Optional.empty());
    }

    static Map<String, String> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return headers;
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
