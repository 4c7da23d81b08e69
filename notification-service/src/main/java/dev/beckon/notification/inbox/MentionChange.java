package dev.beckon.notification.inbox;

import dev.beckon.contracts.AccessRevoked;
import dev.beckon.contracts.Lane;
import dev.beckon.contracts.MentionCreated;
import dev.beckon.contracts.MentionRetracted;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What a record of Kafka changes in the inboxes of one lane. */
public sealed interface MentionChange {

    /** The recipients that the record names; a change may also concern those that an earlier one named. */
    List<String> recipients();

    /** When what the recipients are named in happened; the epoch, if they are named in nothing new. */
    default Instant occurredAt() {
        return Instant.EPOCH;
    }

    /** The lanes whose inboxes it may change. */
    Stream<Lane> lanes();

    /** The value of the record: the mention, or what takes it back. */
    Object content();

    /** What is left of it at that time: a mention that has expired meanwhile is shown to nobody. */
    default MentionChange at(Instant now) {
        return switch (this) {
            case Created(MentionCreated mention) when mention.hasExpired(now) -> new Created(mention.to(List.of()));
            case Revised(Lane lane, MentionCreated mention) when mention.hasExpired(now) ->
                new Retracted(lane, new MentionRetracted(mention.id(), Objects.requireNonNull(mention.revision())));
            default -> this;
        };
    }

    /** For logs and traces; empty: lost access may concern several mentions. */
    default String mentionId() {
        return switch (this) {
            case Created(MentionCreated mention) -> String.valueOf(mention.id());
            case Revised(_, MentionCreated mention) -> String.valueOf(mention.id());
            case Retracted(_, MentionRetracted mention) -> mention.id().toString();
            case Revoked _ -> "";
        };
    }

    /** A new mention. */
    record Created(MentionCreated mention) implements MentionChange {

        @Override
        public List<String> recipients() {
            return mention.recipients();
        }

        @Override
        public Instant occurredAt() {
            return mention.occurredAt();
        }

        @Override
        public Stream<Lane> lanes() {
            return mention.recipients().stream().map(Lane::of).distinct();
        }

        @Override
        public Object content() {
            return mention;
        }
    }

    /** An edited mention, with all its recipients of the lane. */
    record Revised(Lane lane, MentionCreated mention) implements MentionChange {

        @Override
        public List<String> recipients() {
            return mention.recipients();
        }

        @Override
        public Instant occurredAt() {
            return mention.occurredAt();
        }

        @Override
        public Stream<Lane> lanes() {
            return Stream.of(lane);
        }

        @Override
        public Object content() {
            return mention;
        }
    }

    /** A mention that is taken back, or that names nobody in the lane any more. */
    record Retracted(Lane lane, MentionRetracted mention) implements MentionChange {

        @Override
        public List<String> recipients() {
            return List.of();
        }

        @Override
        public Stream<Lane> lanes() {
            return Stream.of(lane);
        }

        @Override
        public Object content() {
            return mention;
        }
    }

    /** A user may no longer see a source or a thread. */
    record Revoked(AccessRevoked access) implements MentionChange {

        public Lane lane() {
            return Lane.of(access.user());
        }

        @Override
        public List<String> recipients() {
            return List.of(access.user());
        }

        @Override
        public Stream<Lane> lanes() {
            return Stream.of(lane());
        }

        @Override
        public Object content() {
            return access;
        }
    }
}
