package dev.beckon.notification.ingest;

import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import dev.beckon.http.InvalidJsonException;
import dev.beckon.http.JsonBinder;
import dev.beckon.notification.inbox.MentionChange;
import dev.beckon.notification.inbox.MentionChange.Created;
import dev.beckon.notification.inbox.MentionChange.Retracted;
import dev.beckon.notification.inbox.MentionChange.Revised;
import dev.beckon.notification.inbox.MentionChange.Revoked;
import jakarta.validation.Validator;
import jakarta.validation.groups.Default;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a record into changes that can be stored and shown, by the rules of {@code POST /mentions}. Unlike that call it ignores
 * unknown fields, which a later release may have written.
 */
final class MentionDecoder {

    private static final byte[] NOTHING = {};

    private final JsonBinder json;

    MentionDecoder(Validator validator) {
        this.json = JsonBinder.tolerant(validator);
    }

    /**
     * @param now the later one of the record's time and this machine's, so that a slow clock refuses no mention that
     *     mention-service has accepted
     * @return one change for each lane that the record concerns
     * @throws InvalidJsonException with all errors of the record
     */
    List<MentionGroup.Decoded> decode(ConsumerRecord<byte[], byte[]> record, Instant now) throws InvalidJsonException {
        String type = type(record);
        if (AccessRevoked.TYPE.equals(type)) {
            Revoked revoked = new Revoked(revoked(record.value(), now));
            return List.of(new MentionGroup.Decoded(record, revoked.lane(), revoked));
        }
        if (MentionRetracted.TYPE.equals(type)) {
            MentionRetracted retracted = json.object(orNothing(record.value()), MentionRetracted.class, Default.class, now);
            Lane lane = lane(record);
            return List.of(new MentionGroup.Decoded(record, lane, new Retracted(lane, retracted)));
        }
        MentionCreated mention = mention(record.value(), now);
        if (mention.revision() != null) {
            Lane lane = lane(record);
            if (!mention.recipients().stream().allMatch(recipient -> Lane.of(recipient).equals(lane))) {
                throw wrong("has recipients of another lane than its key");
            }
            return List.of(new MentionGroup.Decoded(record, lane, new Revised(lane, mention)));
        }
        return Lane.divide(mention.recipients()).entrySet().stream()
                .map(share -> new MentionGroup.Decoded(record, share.getKey(), created(mention, share.getValue()))).toList();
    }

    private AccessRevoked revoked(byte @Nullable [] value, Instant now) throws InvalidJsonException {
        return json.object(orNothing(value), AccessRevoked.class, Default.class, now);
    }

    /** The mention in the value of a record without a type. */
    MentionCreated mention(byte @Nullable [] value, Instant now) throws InvalidJsonException {
        return json.object(orNothing(value), MentionCreated.class, MentionCreated.Recorded.class, now).normalized();
    }

    private static byte[] orNothing(byte @Nullable [] value) {
        return value == null ? NOTHING : value;
    }

    private static MentionChange created(MentionCreated mention, List<String> recipients) {
        return new Created(mention.to(recipients));
    }

    /** @return {@code null}: a mention */
    private static @Nullable String type(ConsumerRecord<byte[], byte[]> record) {
        Header type = record.headers().lastHeader(MentionRetracted.TYPE_HEADER);
        return type == null || type.value() == null ? null : new String(type.value(), StandardCharsets.UTF_8);
    }

    /** Recipients that a revision does not name any more are found by the lane alone. */
    private static Lane lane(ConsumerRecord<byte[], byte[]> record) throws InvalidJsonException {
        @Nullable
        Lane lane = record.key() == null ? null : Lane.ofKey(new String(record.key(), StandardCharsets.UTF_8));
        if (lane == null) {
            throw wrong("is a revision whose key names no lane");
        }
        return lane;
    }

    private static InvalidJsonException wrong(String reason) {
        return new InvalidJsonException(reason, "Write revisions to the Kafka topic mentions.");
    }
}
