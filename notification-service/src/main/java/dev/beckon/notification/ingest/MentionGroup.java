package dev.beckon.notification.ingest;

import dev.beckon.notification.json.InvalidJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Consecutive records of a batch that are stored by one statement.
 *
 * @param rejected those among them that can never be
 */
record MentionGroup(List<Decoded> mentions, List<Rejected> rejected) {

    private static final Logger LOG = Logger.getLogger(MentionGroup.class);

    /** The groups of a batch, each decoded when its turn comes, so that a large batch does not hold up the event loop. */
    static Iterable<MentionGroup> of(
            Iterable<ConsumerRecord<byte[], byte[]>> batch, int rows, MentionDecoder decoder) {
        return () -> new Groups(batch.iterator(), rows, decoder);
    }

    private record Groups(Iterator<ConsumerRecord<byte[], byte[]>> records, int limit, MentionDecoder decoder)
            implements Iterator<MentionGroup> {

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public MentionGroup next() {
            if (!records.hasNext()) {
                throw new NoSuchElementException();
            }
            List<Decoded> mentions = new ArrayList<>();
            List<Rejected> rejected = new ArrayList<>();
            int rows = 0;
            while (records.hasNext() && rows < limit) {
                ConsumerRecord<byte[], byte[]> origin = records.next();
                try {
                    Decoded decoded = new Decoded(origin, decoder.decode(origin.value(), now(origin)));
                    mentions.add(decoded);
                    rows += decoded.rows();
                } catch (InvalidJsonException e) {
                    rejected.add(new Rejected(origin, Rejected.Cause.UNREADABLE, e.getMessage()));
                } catch (RuntimeException e) {
                    // A fault of ours. Thrown on, it would end consumption for good, for the sake of one record.
                    LOG.errorf(e, "Record %s-%d@%d cannot be read", origin.topic(), origin.partition(), origin.offset());
                    rejected.add(new Rejected(origin, Rejected.Cause.UNREADABLE, "cannot be read: " + e.getClass().getName()));
                }
            }
            return new MentionGroup(mentions, rejected);
        }

        private static Instant now(ConsumerRecord<byte[], byte[]> record) {
            Instant now = Instant.now();
            Instant written = Instant.ofEpochMilli(record.timestamp());
            return written.isAfter(now) ? written : now;
        }
    }
}
