package dev.beckon.systemtests;

import static dev.beckon.systemtests.expect.ViewAssertions.assertNews;
import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.systemtests.stack.Beckon;
import dev.beckon.systemtests.stack.SystemTest;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.KafkaMentions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

/** A record that can never be stored becomes a dead letter with its reason; the records around it are stored. */
@SystemTest
class PoisonRecordsIT {

    final Beckon beckon;

    PoisonRecordsIT(Beckon beckon) {
        this.beckon = beckon;
    }

    @Test
    void bad_records_between_good_ones_go_to_the_dead_letters_and_the_good_ones_arrive() throws Exception {
        String alice = beckon.user("alice");
        Device device = beckon.device(1, alice);
        String key = UUID.randomUUID().toString(); // one key, so one partition: valid and invalid records share their batches
        Map<String, byte[]> bad = badRecords(alice);

        beckon.records().write(key, KafkaMentions.mention(UUID.randomUUID(), "before", alice));
        for (byte[] value : bad.values()) {
            beckon.records().write(key, value);
            beckon.records().write(key, KafkaMentions.mention(UUID.randomUUID(), "between", alice));
        }

        List<String> good = new ArrayList<>(List.of("before"));
        bad.forEach((_, _) -> good.add("between"));
        soon().untilAsserted(() -> assertNews(device.view(), good));
        // A dead letter is acknowledged before its record's offset is committed, and may be written after later mentions are shown.
        soon().untilAsserted(() -> assertThat(deadLetters(key)).extracting(ConsumerRecord::value)
                .containsExactlyElementsOf(bad.values()));
        assertThat(deadLetters(key)).allSatisfy(letter -> {
            assertThat(header(letter, "dlq-reason")).isNotBlank().doesNotContain(alice);
            assertThat(header(letter, "dlq-topic")).isEqualTo("mentions");
            assertThat(header(letter, "dlq-partition")).matches("\\d+");
            assertThat(header(letter, "dlq-offset")).matches("\\d+");
        });
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(String key) throws TimeoutException {
        return beckon.records().deadLetters().stream()
                .filter(letter -> Arrays.equals(letter.key(), key.getBytes(UTF_8)))
                .toList();
    }

    private static Map<String, byte[]> badRecords(String alice) {
        String good = KafkaMentions.mention(UUID.randomUUID(), "bad", alice);
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("no JSON", "{".getBytes(UTF_8));
        bad.put("no UTF-8", new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        bad.put("no object", "[]".getBytes(UTF_8));
        bad.put("a wrong type", good.replace("\"bad\"", "7").getBytes(UTF_8));
        bad.put("no id", good.replaceFirst("\"id\":\"[^\"]*\",", "").getBytes(UTF_8));
        bad.put("a dangerous link", good.replace("https://example.org", "javascript:alert(1)").getBytes(UTF_8));
        bad.put("an excerpt that is too long", good.replace("\"bad\"", "\"" + "x".repeat(1_001) + "\"").getBytes(UTF_8));
        bad.put("a time that is none", good.replaceFirst("\"occurredAt\":\"[^\"]*\"", "\"occurredAt\":\"soon\"").getBytes(UTF_8));
        return bad;
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        assertThat(header).as(name).isNotNull();
        return new String(header.value(), UTF_8);
    }
}
