package dev.beckon.notification.ingest;

import static dev.beckon.testservers.Await.soon;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.contracts.MentionCreated;
import dev.beckon.notification.Api;
import dev.beckon.notification.KafkaClient;
import dev.beckon.notification.Mentions;
import dev.beckon.notification.OnServers;
import dev.beckon.notification.Servers;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Product teams compress their records with any codec of their client. */
@OnServers
class CodecsIT {

    @ParameterizedTest
    @EnumSource(CompressionType.class)
    void a_batch_is_read_with_whatever_codec_it_is_compressed(CompressionType codec) {
        String ada = Mentions.newUser();
        MentionCreated mention = Mentions.of(ada);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", Servers.kafka.bootstrapServers(), "compression.type", codec.name),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Servers.LANES, mention.id().toString().getBytes(UTF_8), KafkaClient.json(mention)));
        }

        soon().untilAsserted(() -> assertThat(new Api(ada).state().unread()).isEqualTo(1));
    }
}
